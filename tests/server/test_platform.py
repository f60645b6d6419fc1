"""Routes about the server itself."""

from dataclasses import replace
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI
from prometheus_client.parser import text_string_to_metric_families
from pydantic import SecretStr

from quarterdeck import __version__
from quarterdeck.infra.database.failures import DatabaseDown
from quarterdeck.infra.settings import Settings
from tests.conftest import client_of
from tests.server.conftest import Serving, served
from tests.servers.valkey import ValkeyServer
from tests.shapes import assert_error

NAMES_OF_003 = {
    "api_requests_total",
    "api_requests_duration_seconds",
    "api_requests_failed_total",
    "api_active_connections",
    "api_database_queries_total",
}


async def test_the_server_says_what_it_is(client: httpx2.AsyncClient) -> None:
    assert (await client.get("/")).json() == {
        "service": "Quarterdeck",
        "version": __version__,
        "status": "operational",
        "docs": "/docs",
        "health": "/health",
    }


@pytest.mark.parametrize("path", ["/health", "/internal/health", "/health/ready"])
async def test_a_well_server_says_so_and_names_what_it_stands_on(client: httpx2.AsyncClient, path: str) -> None:
    response = await client.get(path)

    health: dict[str, Any] = response.json()
    assert (response.status_code, health["status"], health["environment"]) == (200, "healthy", "test")
    assert {name: check["status"] for name, check in health["checks"].items()} == {
        "database": "ok",
        "metrics_store": "ok",
        "queue": "ok",
        "cache": "not_configured",
        "objects": "not_configured",
    }
    assert health["checks"]["database"]["latency_ms"] < 1000
    assert health["timestamp"].endswith("Z")
    assert health["dependencies"] == {"duckdb": "connected", "sqlite": "connected", "redis": "not_configured"}


async def test_without_its_database_the_server_is_unhealthy_yet_alive(
    app: FastAPI, client: httpx2.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(*_arguments: object) -> None:
        raise DatabaseDown

    monkeypatch.setattr(app.state.parts.database, "read", down)

    ready, live = await client.get("/health/ready"), await client.get("/health/live")

    assert ready.status_code == 503
    assert ready.json()["checks"]["database"] == {"status": "failed", "latency_ms": None}
    assert (live.status_code, live.json()) == (200, {"status": "alive"})


async def test_without_redis_the_server_is_degraded_and_serves(settings: Settings, valkey: ValkeyServer) -> None:
    with_redis = replace(settings, database=settings.database.model_copy(update={"redis_url": valkey.url}))
    async with served(with_redis) as app, client_of(app) as client:
        well = await client.get("/health")
        valkey.kill()
        ill = await client.get("/health")

    assert (well.json()["status"], well.json()["checks"]["cache"]["status"]) == ("healthy", "ok")
    assert (ill.status_code, ill.json()["status"]) == (200, "degraded")


async def test_metrics_have_the_names_of_the_documents(client: httpx2.AsyncClient) -> None:
    await client.get("/nowhere/with-an-id-in-it")
    await client.get("/test/broken")
    response = await client.get("/metrics")

    families = {family.name: family for family in text_string_to_metric_families(response.text)}
    names = {sample.name for family in families.values() for sample in family.samples}
    assert NAMES_OF_003 - {"api_requests_duration_seconds"} <= names
    assert "api_requests_duration_seconds_bucket" in names
    routes = {sample.labels["route"] for sample in families["api_requests"].samples}
    assert "/test/broken" in routes
    assert "unrouted" in routes
    assert not any("with-an-id" in route for route in routes)


async def test_a_broken_request_is_counted_as_failed(client: httpx2.AsyncClient) -> None:
    async def failures() -> float:
        text = (await client.get("/metrics")).text
        lines = [
            line
            for line in text.splitlines()
            if line.startswith('api_requests_failed_total{method="GET",route="/test/')
        ]
        return sum(float(line.rpartition(" ")[2]) for line in lines)

    before = await failures()
    await client.get("/test/broken")
    assert await failures() == before + 1


async def test_metrics_are_for_the_listed_networks_or_who_holds_the_token(serving: Serving) -> None:
    token = SecretStr("a-long-metrics-token")
    async with serving(metrics_token=token, metrics_networks=("10.0.0.0/8",)) as client:
        for path in ("/metrics", "/internal/metrics"):
            assert_error(await client.get(path), 403, "PERMISSION_DENIED")
            wrong = {"Authorization": "Bearer a-long-metrics-tokem"}
            assert_error(await client.get(path, headers=wrong), 403, "PERMISSION_DENIED")
            right = {"Authorization": f"Bearer {token.get_secret_value()}"}
            assert (await client.get(path, headers=right)).status_code == 200


async def test_without_a_token_no_token_opens_the_metrics(serving: Serving) -> None:
    async with serving(metrics_networks=()) as client:
        for offered in ("Bearer ", "Bearer", ""):
            assert_error(await client.get("/metrics", headers={"Authorization": offered}), 403, "PERMISSION_DENIED")


async def test_metrics_name_a_route_by_its_whole_address(client: httpx2.AsyncClient) -> None:
    await client.get("/api/v1/organizations/01a2006c-cd7f-7579-940e-f29154f4d890/members")
    await client.get("/health/live")

    counted = {
        sample.labels["route"]
        for family in text_string_to_metric_families((await client.get("/metrics")).text)
        if family.name == "api_requests"
        for sample in family.samples
    }
    assert {"/api/v1/organizations/{organization_id}/members", "/health/live"} <= counted
