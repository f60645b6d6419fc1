"""The outermost layer: request id, security headers, metrics, the access log, and the last resort for errors."""

import re
import time
from collections.abc import Callable
from typing import Any

import structlog
from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from quarterdeck.identity.web import hide_credentials
from quarterdeck.infra import metrics
from quarterdeck.infra.ratelimit import RateLimitStatus
from quarterdeck.infra.settings import Settings
from quarterdeck.infra.web.body_limit import limited
from quarterdeck.kit.errors import BadRequest, NotFound, QuarterdeckError
from quarterdeck.kit.ids import new_id
from quarterdeck.server.errors import error_response
from quarterdeck.server.hosts import answered_hosts, is_misdirected, misdirected

log = structlog.get_logger()

REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
# Assistants open these in a window of their own and wait there for the answer; any other policy cuts the two apart.
OPENED_BY_CLIENTS = (
    "/oauth/authorize",
    "/console/connect/",
    "/console/sign-in",
    "/console/signed-in",
    "/api/v1/auth/",
)
API_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


class RequestMiddleware:
    """Pure ASGI, so that streams and sockets pass untouched."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._base_path = settings.server.base_path
        self._body_limit = settings.server.body_limit
        self._hosts = answered_hosts(settings)
        self._headers = _security_headers(over_tls=settings.served_over_tls)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        metrics.CONNECTIONS.inc()
        try:
            if scope["type"] == "http":
                await self._request(scope, receive, send)
            else:
                hide_credentials(scope)
                await self._socket(scope, receive, send)
        finally:
            metrics.CONNECTIONS.dec()

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        request_id = _begin(scope)
        started = time.perf_counter()
        status = 0

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                self._add_headers(message, scope, request_id)
            await send(message)

        refusal = await self._refusal(scope)
        try:
            if refusal is not None:
                await error_response(refusal, request_id)(scope, receive, send_with_headers)
            else:
                await self._app(scope, limited(receive, scope, self._body_limit), send_with_headers)
        except ClientDisconnect:
            log.info("client_went_away")
        except Exception:
            log.exception("unexpected_error")
            if status == 0:
                await error_response(QuarterdeckError(), request_id)(scope, receive, send_with_headers)
        finally:
            _observe(scope, status, time.perf_counter() - started)

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        request_id = _begin(scope)
        started = time.perf_counter()

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "websocket.http.response.start":  # an answer in place of the socket
                self._add_headers(message, scope, request_id)
            await send(message)

        refusal = await self._refusal(scope)
        try:
            await (error_response(refusal, request_id) if refusal else self._app)(scope, receive, send_with_headers)
        finally:
            log.info("socket", path=scope["path"], seconds=round(time.perf_counter() - started, 1))

    async def _refusal(self, scope: Scope) -> QuarterdeckError | None:
        if "\x00" in scope["path"] or b"%00" in scope["query_string"]:  # no database keeps it, so nothing is named so
            return BadRequest("The address holds a NUL character")
        if not self._enter_base_path(scope):
            return NotFound()
        return await misdirected(scope) if is_misdirected(scope, self._hosts) else None

    def _enter_base_path(self, scope: Scope) -> bool:
        if not self._base_path:
            return True
        inside: bool = scope["path"] == self._base_path or scope["path"].startswith(f"{self._base_path}/")
        if inside:
            scope["root_path"] = self._base_path
        return inside or self._is_well_known(scope["path"])

    def _is_well_known(self, path: str) -> bool:
        """Tell whether `path` is one that RFC 8414 makes of ours, with the base path behind a document's name."""
        return path.startswith("/.well-known/") and f"{path}/".find(f"{self._base_path}/", 1) > 0

    def _add_headers(self, message: Message, scope: Scope, request_id: str) -> None:
        headers = MutableHeaders(raw=message["headers"])
        if scope["path"].removeprefix(self._base_path).startswith(OPENED_BY_CLIENTS):
            headers.setdefault("cross-origin-opener-policy", "unsafe-none")
        present = headers.keys()
        for name, value in self._headers:
            if name not in present:
                headers.append(name, value)
        headers["x-request-id"] = request_id
        limit: RateLimitStatus | None = scope["state"].get("rate_limit")
        if limit is not None:
            headers["ratelimit-limit"] = str(limit.limit)
            headers["ratelimit-remaining"] = str(limit.remaining)
            headers["ratelimit-reset"] = str(limit.reset_seconds)
        message["headers"] = headers.raw


def _begin(scope: Scope) -> str:
    """Name the request, for every line of the log and of the audit that it causes."""
    request_id = _request_id(scope)
    scope.setdefault("state", {})["request_id"] = request_id
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=request_id, peer=_peer(scope))
    return request_id


def _security_headers(*, over_tls: bool) -> list[tuple[str, str]]:
    headers = [
        ("content-security-policy", API_POLICY),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("cache-control", "no-store"),
    ]
    if over_tls:
        headers.append(("strict-transport-security", "max-age=31536000; includeSubDomains"))
    return headers


def _peer(scope: Scope) -> str | None:
    """Return the address that the connection comes from; a header only counts from a configured proxy."""
    client = scope.get("client")
    return client[0] if client else None


def _request_id(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == b"x-request-id":
            offered = value.decode("latin-1")
            return offered if REQUEST_ID.fullmatch(offered) else new_id()
    return new_id()


def _observe(scope: Scope, status: int, seconds: float) -> None:
    path = _template(scope)
    method = scope["method"] if scope["method"] in _METHODS else "other"
    series = _series(method, path, status or 499)
    series[0]()
    series[1](seconds)
    if status >= 500:  # noqa: PLR2004 - a class of statuses
        metrics.FAILED.labels(method, path).inc()
    log.info("request", method=method, path=scope["path"], route=path, status=status, ms=round(seconds * 1000, 2))


def _template(scope: Scope) -> str:
    """Return the address with the names of its parts, as the documentation writes it."""
    route: Any = scope.get("route")
    return getattr(route, "path_format", None) or getattr(route, "path", None) or "unrouted"


_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
_known: dict[tuple[str, str, int], tuple[Callable[[], None], Callable[[float], None]]] = {}


def _series(method: str, path: str, status: int) -> tuple[Callable[[], None], Callable[[float], None]]:
    """Label look-ups cost more than counting; routes, methods and statuses are few, so keep them."""
    key = (method, path, status)
    if key not in _known:
        count = metrics.REQUESTS.labels(method, path, str(status)).inc
        _known[key] = (count, metrics.DURATION.labels(method, path).observe)
    return _known[key]
