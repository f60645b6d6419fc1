"""Answers in the shape of the OAuth standards, which is not ours: `{"error": "...", "error_description": "..."}`."""

from collections.abc import Callable, Coroutine
from typing import Any, Final
from urllib.parse import parse_qsl

from fastapi import Request, Response
from fastapi.routing import APIRoute
from starlette.responses import JSONResponse

from quarterdeck.identity.oauth_server.protocol import parameters
from quarterdeck.identity.oauth_server.protocol.facts import ProtocolResponse
from quarterdeck.identity.oauth_server.protocol.parameters import PARAMETERS, BadParameters
from quarterdeck.identity.oauth_server.schemas import StandardError
from quarterdeck.infra.web.media import FORM, media_type
from quarterdeck.kit.errors import QuarterdeckError

NO_STORE: Final = {"Cache-Control": "no-store", "Pragma": "no-cache"}
_SERVER_ERRORS = 500

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class OAuthRoute(APIRoute):
    """A route whose failures have the standard's shape."""

    def get_route_handler(self) -> Handler:
        answer = super().get_route_handler()

        async def in_standard_shape(request: Request) -> Response:
            try:
                return await answer(request)
            except BadParameters as error:
                return refusal("invalid_request", error.description)
            except QuarterdeckError as error:
                return _translated(error)

        return in_standard_shape


def refusal(error: str, description: str | None = None, status: int = 400) -> Response:
    body = {"error": error, "error_description": description} if description else {"error": error}
    return JSONResponse(body, status, NO_STORE)


def answered(response: ProtocolResponse) -> Response:
    """Return what Authlib said; its answers are JSON objects."""
    return JSONResponse(response.body, response.status, NO_STORE | response.headers)


def responses(description: str, *statuses: int) -> dict[int | str, dict[str, Any]]:
    """Describe the standard's errors of a route for the OpenAPI document."""
    told = {"model": StandardError, "description": f"{description}. In the standard's shape, not in ours"}
    return dict.fromkeys((400, 413, 429, 503, *statuses), told)


async def form_of(request: Request) -> dict[str, str]:
    """Return the parameters in the body. Raises `BadParameters`."""
    if media_type(request.headers.get("content-type", "")) != FORM:
        raise BadParameters(f"The body must be {FORM}")
    body = await request.body()
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=parameters.MOST)
    except ValueError:
        raise BadParameters("The body cannot be read") from None
    return parameters.read(pairs)


def form_body(*names: str, required: tuple[str, ...]) -> dict[str, Any]:
    """Describe a form for the OpenAPI document."""
    fields = {name: {"type": "string", "maxLength": PARAMETERS[name]} for name in names}
    schema = {"type": "object", "required": list(required), "properties": fields}
    return {"requestBody": {"required": True, "content": {FORM: {"schema": schema}}}, "security": []}


def query(*names: str, required: tuple[str, ...]) -> dict[str, Any]:
    """Describe a query for the OpenAPI document; it is read by hand, since a parameter must not occur twice."""
    listed = [
        {
            "name": name,
            "in": "query",
            "required": name in required,
            "schema": {"type": "string", "maxLength": PARAMETERS[name]},
        }
        for name in names
    ]
    return {"parameters": listed, "security": []}


def _translated(error: QuarterdeckError) -> Response:
    gone = error.status >= _SERVER_ERRORS or error.retry_after is not None
    response = refusal("temporarily_unavailable" if gone else "invalid_request", error.text, error.status)
    if error.retry_after is not None:
        response.headers["Retry-After"] = str(error.retry_after)
    return response
