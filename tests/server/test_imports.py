"""What a start imports, seen from a fresh interpreter: nothing that the first request does not need."""

import json
import subprocess
import sys
from functools import cache

import pytest

SERVE = "quarterdeck.server.start"
MOST_MODULES_OF_OURS = 335
VENDORS = ("duckdb", "numpy", "mcp", "asyncpg", "redis", "alembic", "pydantic_ai")
FOR_VERSION = ("fastapi", "starlette", "sqlalchemy", "pydantic", "structlog", "httpx2", "uvicorn")
JOBS_AND_ROUTES = ("quarterdeck.insights.sync", "quarterdeck.insights.derive", "quarterdeck.insights.analytics")


@cache
def imported_with(module: str) -> frozenset[str]:
    """Names of all modules that are there after an import of `module` alone."""
    code = f"import json, sys, {module}; print(json.dumps(list(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return frozenset(json.loads(done.stdout))


def within(names: frozenset[str], *packages: str) -> list[str]:
    return sorted(name for name in names for package in packages if f"{name}.".startswith(f"{package}."))


def test_a_start_loads_no_routes() -> None:
    """Of a domain's routers the server knows strings; the routes come with the first request below their address."""
    ours = within(imported_with(SERVE), "quarterdeck")

    assert [name for name in ours if name.endswith("routes")] == []


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_start_loads_no_vendor_that_its_first_request_does_not_need(vendor: str) -> None:
    assert within(imported_with(SERVE), vendor) == []


@pytest.mark.parametrize("package", JOBS_AND_ROUTES)
def test_a_start_loads_nothing_that_only_jobs_and_routes_need(package: str) -> None:
    assert within(imported_with(SERVE), package) == []


def test_a_start_loads_few_modules_of_ours() -> None:
    """The number is what there is, and a little; raise it only with a reason."""
    assert len(within(imported_with(SERVE), "quarterdeck")) <= MOST_MODULES_OF_OURS


def test_the_command_line_loads_no_server() -> None:
    assert within(imported_with("quarterdeck.server.main"), *FOR_VERSION) == []
