"""Routes about the server itself: what it is, whether it is well, and its metrics."""

import asyncio
import hmac
import ipaddress
import time
from collections.abc import Awaitable, Callable
from typing import Annotated, Any, Literal

import prometheus_client
from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from quarterdeck import __version__
from quarterdeck.console import console_start
from quarterdeck.infra import jobs
from quarterdeck.infra.database import Database
from quarterdeck.infra.settings import Settings
from quarterdeck.infra.web.deps import parts_of
from quarterdeck.infra.web.schema import ResponseModel, UtcDateTime
from quarterdeck.kit import clock
from quarterdeck.kit.errors import Forbidden, QuarterdeckError
from quarterdeck.server.parts import Parts

router = APIRouter(tags=["platform"])

CHECK_SECONDS = 3.0
CheckStatus = Literal["ok", "degraded", "failed", "not_configured"]


class About(ResponseModel):
    service: str = "Quarterdeck"
    version: str = __version__
    status: str = "operational"
    docs: str = "/docs"
    health: str = "/health"


class Check(ResponseModel):
    status: CheckStatus
    latency_ms: float | None = None


class Health(ResponseModel):
    status: Literal["healthy", "degraded", "unhealthy"]
    version: str
    environment: str
    timestamp: UtcDateTime
    checks: dict[str, Check]
    dependencies: dict[str, str]


@router.get("/", summary="What this server is", response_model=About)
async def about(request: Request) -> Any:
    return console_start(request) or About()


@router.get("/health", summary="Health of the server and what it stands on", responses={503: {"model": Health}})
@router.get("/internal/health", include_in_schema=False)
async def health(request: Request, response: Response) -> Health:
    parts: Parts = parts_of(request)
    checks, settings = await check_all(parts), parts.settings
    failed = any(check.status == "failed" for check in checks.values())
    degraded = any(check.status == "degraded" for check in checks.values())
    if failed:
        response.status_code = 503
    return Health(
        status="unhealthy" if failed else "degraded" if degraded else "healthy",
        version=__version__,
        environment=settings.server.environment,
        timestamp=clock.now(),
        checks=checks,
        dependencies=_named_as_in_003(checks, settings),
    )


@router.get("/health/ready", summary="Whether requests can be served", responses={503: {"model": Health}})
async def ready(request: Request, response: Response) -> Health:
    return await health(request, response)


@router.get("/health/live", summary="Whether the process answers at all")
async def live() -> dict[str, str]:
    return {"status": "alive"}


def allow_metrics(request: Request) -> None:
    """Metrics are for the listed networks, or for who holds the token."""
    server = parts_of(request).settings.server
    token = server.metrics_token.get_secret_value() if server.metrics_token else ""
    offered = request.headers.get("authorization", "").removeprefix("Bearer ")
    if token and hmac.compare_digest(offered.encode(), token.encode()):
        return
    try:
        peer = ipaddress.ip_address(request.client.host if request.client else "")
    except ValueError:
        raise Forbidden from None
    if not any(peer in ipaddress.ip_network(network) for network in server.metrics_networks):
        raise Forbidden


@router.get("/metrics", include_in_schema=False)
@router.get("/internal/metrics", include_in_schema=False)
async def metrics(_allowed: Annotated[None, Depends(allow_metrics)]) -> Response:
    return Response(prometheus_client.generate_latest(), media_type=prometheus_client.CONTENT_TYPE_LATEST)


async def check_all(parts: Parts) -> dict[str, Check]:
    database, cache = parts.database, parts.cache
    names = ("database", "metrics_store", "queue", "cache")
    found = await asyncio.gather(
        _check(lambda: _query(database, "SELECT 1"), "failed"),
        _check(parts.facts.check, "failed"),
        _check(lambda: _queue(database), "failed"),
        _check(cache.ping, "degraded") if cache.remote else _not_configured(),
    )
    return dict(zip(names, found, strict=True)) | {"objects": await _not_configured()}


async def _query(database: Database, sql: str) -> None:
    async with database.reading() as session:
        await session.rows(text(sql))


async def _queue(database: Database) -> None:
    async with database.reading() as session:
        await jobs.count_running(session)


async def _check(probe: Callable[[], Awaitable[object]], when_broken: CheckStatus) -> Check:
    started = time.perf_counter()
    try:
        await asyncio.wait_for(probe(), CHECK_SECONDS)
    except (QuarterdeckError, DBAPIError, OSError, TimeoutError, RuntimeError):
        return Check(status=when_broken)
    return Check(status="ok", latency_ms=round((time.perf_counter() - started) * 1000, 2))


async def _not_configured() -> Check:
    return Check(status="not_configured")


def _named_as_in_003(checks: dict[str, Check], settings: Settings) -> dict[str, str]:
    words = {
        "ok": "connected",
        "degraded": "disconnected",
        "failed": "disconnected",
        "not_configured": "not_configured",
    }
    facts = "timescaledb" if settings.facts_url else "duckdb"
    database = "sqlite" if settings.database_url.startswith("sqlite") else "postgresql"
    return {
        facts: words[checks["metrics_store"].status],
        database: words[checks["database"].status],
        "redis": words[checks["cache"].status],
    }
