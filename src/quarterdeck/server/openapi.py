"""The OpenAPI document: how to sign in, and the one shape of errors."""

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.datastructures import DefaultPlaceholder
from fastapi.encoders import jsonable_encoder
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from pydantic import Field

from quarterdeck.infra.web.paging import PARAMETERS, page_request
from quarterdeck.infra.web.route import API_PREFIX, NOT_VALID
from quarterdeck.infra.web.route_table import every_route
from quarterdeck.infra.web.schema import ResponseModel
from quarterdeck.kit.errors import Invalid


class ErrorDetail(ResponseModel):
    field: str = Field(examples=["email"])
    message: str = Field(examples=["Invalid email format"])


class ErrorInfo(ResponseModel):
    code: str = Field(description="Machine constant", examples=["VALIDATION_ERROR"])
    status: int = Field(description="The HTTP status", examples=[422])
    type: str = Field(examples=["validation_error"])
    message: str = Field(examples=["Invalid request parameters"])
    details: list[ErrorDetail]
    request_id: str = Field(examples=["0199c0de-0000-7000-8000-000000000000"])
    hint: str | None = None


class ErrorBody(ResponseModel):
    error: ErrorInfo


ERRORS: Mapping[int, str] = {
    400: "The request cannot be read",
    401: "Not signed in",
    403: "This credential may not do that",
    404: "No such thing, or not for this caller",
    409: "Collides with the present state",
    413: "The body is too large",
    415: "The body is not JSON",
    422: NOT_VALID,
    429: "Too many requests; see `Retry-After`",
    503: "Busy or not configured; see `Retry-After`",
}
RECEIVERS = "/webhooks/"
ERRORS_OF_RECEIVERS = (400, 401, 413, 429, 503)
IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Sent again with the same body within 24 hours, the request acts once and answers the same.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 128, "pattern": "^[\\x21-\\x7e]+$"},
}
SECURITY_SCHEMES = {
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "description": "An access token from `POST /api/v1/auth/login`, or an API key.",
    },
    "api_key": {"type": "apiKey", "in": "header", "name": "X-API-Key", "description": "An API key."},
    "password": {
        "type": "oauth2",
        "flows": {"password": {"tokenUrl": f"{API_PREFIX.removeprefix('/')}/auth/token", "scopes": {}}},
        "description": "Sign in here with e-mail address and password, to try things out.",
    },
}


def install_openapi(app: FastAPI) -> None:
    def build() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _document(app)
        return app.openapi_schema

    app.openapi = build  # type: ignore[method-assign]  # FastAPI documents this way to extend the document


def _document(app: FastAPI) -> dict[str, Any]:
    routes = list(every_route(app))
    document = get_openapi(title=app.title, summary=app.summary, version=app.version, routes=routes)
    components = document.setdefault("components", {})
    components["securitySchemes"] = SECURITY_SCHEMES
    components["schemas"] = dict(sorted((components["schemas"] | _schemas_of_errors()).items()))
    for route in routes:
        if isinstance(route, APIRoute) and route.include_in_schema:
            for method in route.methods or ():
                _complete(document["paths"][route.path_format][method.lower()], route, method)
    return document


def _complete(operation: dict[str, Any], route: APIRoute, method: str) -> None:
    """Say what holds for all routes of a kind. FastAPI could be told too, but would make a type of it for each one."""
    responses = operation["responses"]
    in_api = route.path.startswith(API_PREFIX)
    for status in ERRORS if in_api else ERRORS_OF_RECEIVERS if route.path.startswith(RECEIVERS) else ():
        if str(status) not in responses or status == Invalid.status:
            responses[str(status)] = _error(status, route)
    if "401" in responses:
        operation.setdefault("security", [{"bearer": []}, {"api_key": []}, {"password": []}])
        if method == "POST" and in_api:  # elsewhere standards and senders say what they send
            operation.setdefault("parameters", []).append(IDEMPOTENCY_KEY)
    if any(each.call is page_request for each in route.dependant.dependencies):  # it reads the query by itself
        operation.setdefault("parameters", []).extend(PARAMETERS)


def _error(status: int, route: APIRoute) -> dict[str, Any]:
    kind = route.response_class
    media = (kind.value if isinstance(kind, DefaultPlaceholder) else kind).media_type or "application/json"
    schema = {"$ref": f"#/components/schemas/{ErrorBody.__name__}"}
    return {"description": ERRORS[status], "content": {media: {"schema": schema}}}


def _schemas_of_errors() -> dict[str, Any]:
    schema = ErrorBody.model_json_schema(mode="serialization", ref_template="#/components/schemas/{model}")
    inner = schema.pop("$defs")
    schemas: dict[str, Any] = jsonable_encoder(inner | {ErrorBody.__name__: schema}, exclude_none=True)
    return schemas
