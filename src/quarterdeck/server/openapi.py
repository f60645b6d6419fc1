"""The OpenAPI document: how to sign in, and the one shape of errors."""

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from pydantic import Field

from quarterdeck.infra.web.paging import PARAMETERS, page_request
from quarterdeck.infra.web.schema import ResponseModel
from quarterdeck.server.routers import API_PREFIX, API_ROUTERS


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


def _response(description: str) -> dict[str, Any]:
    return {"model": ErrorBody, "description": description}


ERROR_RESPONSES: dict[int | str, dict[str, Any]] = {
    400: _response("The request cannot be read"),
    401: _response("Not signed in"),
    403: _response("This credential may not do that"),
    404: _response("No such thing, or not for this caller"),
    409: _response("Collides with the present state"),
    413: _response("The body is too large"),
    415: _response("The body is not JSON"),
    422: _response("A parameter or field is not valid"),
    429: _response("Too many requests; see `Retry-After`"),
    503: _response("Busy or not configured; see `Retry-After`"),
}

DOOR_RESPONSES: dict[int | str, dict[str, Any]] = {
    status: ERROR_RESPONSES[status] for status in (400, 401, 413, 429, 503)
}
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
    document = get_openapi(title=app.title, summary=app.summary, version=app.version, routes=app.routes)
    document.setdefault("components", {})["securitySchemes"] = SECURITY_SCHEMES
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            if "401" not in operation.get("responses", {}):
                continue
            operation.setdefault("security", [{"bearer": []}, {"api_key": []}, {"password": []}])
            if method == "post" and path.startswith(API_PREFIX):  # elsewhere standards and senders say what they send
                operation.setdefault("parameters", []).append(IDEMPOTENCY_KEY)
    for path, method in _paged_operations():
        document["paths"][path][method].setdefault("parameters", []).extend(PARAMETERS)
    return document


def _paged_operations() -> Iterator[tuple[str, str]]:
    """Name the operations that page: `page_request` reads the query by itself, so FastAPI cannot tell."""
    for router in API_ROUTERS:
        for route in router.routes:
            if isinstance(route, APIRoute) and any(d.call is page_request for d in route.dependant.dependencies):
                yield from ((f"{API_PREFIX}{route.path}", method.lower()) for method in route.methods or ())
