"""Failures that are expected: each has a name, a status and a sentence, and one shape on the wire."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Detail:
    """What is wrong with one field; never carries the offending value."""

    field: str
    message: str


class QuarterdeckError(Exception):
    """Base of every expected failure. Subclasses set the class attributes; instances may say more.

    `code` is the machine constant, `type` its lower-case family, `status` the HTTP status it answers with.
    """

    status: ClassVar[int] = 500
    code: ClassVar[str] = "INTERNAL_ERROR"
    type: ClassVar[str] = "internal_error"
    message: ClassVar[str] = "Something went wrong on the server"

    def __init__(
        self,
        message: str | None = None,
        *,
        details: Sequence[Detail] = (),
        hint: str | None = None,
        retry_after: int | None = None,
    ) -> None:
        self.text = message or self.message
        self.details = tuple(details)
        self.hint = hint
        self.retry_after = retry_after
        super().__init__(self.text)


class BadRequest(QuarterdeckError):
    status, code, type = 400, "BAD_REQUEST", "bad_request"
    message = "The request cannot be read"


class Unauthenticated(QuarterdeckError):
    status, code, type = 401, "AUTHENTICATION_REQUIRED", "authentication_error"
    message = "Sign in, or send a valid token or API key"


class Forbidden(QuarterdeckError):
    status, code, type = 403, "PERMISSION_DENIED", "permission_error"
    message = "This credential may not do that"


class NotFound(QuarterdeckError):
    status, code, type = 404, "NOT_FOUND", "not_found"
    message = "There is no such thing here"


class MethodNotAllowed(QuarterdeckError):
    status, code, type = 405, "METHOD_NOT_ALLOWED", "http_error"
    message = "This address does not answer that method"


class Conflict(QuarterdeckError):
    status, code, type = 409, "CONFLICT", "conflict"
    message = "The request collides with the present state"


class PayloadTooLarge(QuarterdeckError):
    status, code, type = 413, "PAYLOAD_TOO_LARGE", "payload_too_large"
    message = "The request body is too large"


class Misdirected(QuarterdeckError):
    status, code, type = 421, "MISDIRECTED_REQUEST", "misdirected_request"
    message = "This server does not answer to that host name"


class UnsupportedMediaType(QuarterdeckError):
    status, code, type = 415, "UNSUPPORTED_MEDIA_TYPE", "unsupported_media_type"
    message = "Send the body as application/json"


class Invalid(QuarterdeckError):
    status, code, type = 422, "VALIDATION_ERROR", "validation_error"
    message = "Invalid request parameters"


class RateLimited(QuarterdeckError):
    status, code, type = 429, "RATE_LIMITED", "rate_limit_error"
    message = "Too many requests; wait and try again"


class UpstreamFailed(QuarterdeckError):
    status, code, type = 502, "UPSTREAM_FAILED", "upstream_error"
    message = "Another system that this needs did not answer properly"


class Unavailable(QuarterdeckError):
    status, code, type = 503, "UNAVAILABLE", "unavailable"
    message = "The server cannot take this now; try again shortly"


class NotConfigured(Unavailable):
    code, type = "NOT_CONFIGURED", "not_configured"
    message = "This part of the server is not configured"


class StorageFull(QuarterdeckError):
    status, code, type = 507, "STORAGE_FULL", "storage_full"
    message = "The server's storage is full"
