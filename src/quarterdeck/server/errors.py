"""Every failure leaves in the one shape, and never echoes what it was given."""

from collections.abc import Sequence
from typing import Any, cast

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import IntegrityError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from quarterdeck.kit import errors
from quarterdeck.kit.errors import Detail, Invalid, QuarterdeckError

log = structlog.get_logger()

BY_STATUS: dict[int, type[QuarterdeckError]] = {
    kind.status: kind
    for kind in (
        errors.BadRequest,
        errors.Unauthenticated,
        errors.Forbidden,
        errors.NotFound,
        errors.MethodNotAllowed,
        errors.Conflict,
        errors.PayloadTooLarge,
        errors.UnsupportedMediaType,
        errors.Invalid,
        errors.RateLimited,
        errors.Unavailable,
    )
}
MOST_DETAILS = 50


def install_error_handlers(app: FastAPI) -> None:
    app.add_exception_handler(QuarterdeckError, _known)
    app.add_exception_handler(RequestValidationError, _not_valid)
    app.add_exception_handler(HTTPException, _from_framework)
    app.add_exception_handler(IntegrityError, _constraint)


def error_body(error: QuarterdeckError, request_id: str) -> dict[str, Any]:
    body: dict[str, Any] = {
        "code": error.code,
        "status": error.status,
        "type": error.type,
        "message": error.text,
        "details": [{"field": detail.field, "message": detail.message} for detail in error.details],
        "request_id": request_id,
    }
    if error.hint:
        body["hint"] = error.hint
    return {"error": body}


def error_response(error: QuarterdeckError, request_id: str) -> Response:
    headers = {}
    if error.retry_after is not None:
        headers["Retry-After"] = str(error.retry_after)
    if error.status == errors.Unauthenticated.status:
        headers["WWW-Authenticate"] = "Bearer"
    return JSONResponse(error_body(error, request_id), error.status, headers)


async def _known(request: Request, error: Exception) -> Response:
    return error_response(cast("QuarterdeckError", error), request.state.request_id)


async def _not_valid(request: Request, error: Exception) -> Response:
    found = cast("RequestValidationError", error).errors()
    return error_response(Invalid(details=validation_details(found)), request.state.request_id)


async def _from_framework(request: Request, error: Exception) -> Response:
    raised = cast("HTTPException", error)
    kind = BY_STATUS.get(raised.status_code, errors.BadRequest)
    response = error_response(kind(), request.state.request_id)
    if raised.headers and "allow" in {name.lower() for name in raised.headers}:
        response.headers["Allow"] = raised.headers["Allow"]
    return response


async def _constraint(request: Request, error: Exception) -> Response:
    log.warning("constraint_refused_a_write", exc_info=error)
    return error_response(errors.Conflict(), request.state.request_id)


def validation_details(found: Sequence[Any]) -> list[Detail]:
    """Field and reason of each problem, without the value that caused it."""
    return [Detail(_field(problem["loc"]), _reason(problem)) for problem in found[:MOST_DETAILS]]


def _field(location: Sequence[Any]) -> str:
    names = [str(part) for part in location if part not in ("body", "query", "path", "header", "cookie")]
    return ".".join(names)[:200] or str(location[0])


def _reason(problem: dict[str, Any]) -> str:
    """Pydantic's sentence; its own wording names bounds and kinds, not values, except for these."""
    if problem["type"] == "extra_forbidden":
        return "There is no such field"
    if problem["type"] in ("value_error", "assertion_error"):
        return str(problem.get("msg", "Invalid value")).removeprefix("Value error, ")
    return str(problem["msg"])
