"""Routers behind the first part of their address: what is loaded when, and that it matches as Starlette would."""

import sys
from collections.abc import Awaitable, Callable
from types import ModuleType

import httpx2
import pytest
from fastapi import FastAPI

from quarterdeck.infra.web.route import DeckRouter
from quarterdeck.infra.web.route_table import RouterAt, RouteTable, every_route
from quarterdeck.kit import late

MODULE = "quarterdeck.test.thing_routes"


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of modules that were loaded, one of which has routes."""
    names: list[str] = []

    def load(name: str) -> ModuleType:
        names.append(name)
        module = ModuleType(name)
        router = DeckRouter(prefix="/things", tags=["things"])
        for path, method in (("/{thing_id}", "GET"), ("/{thing_id}", "DELETE"), ("/mine", "GET"), ("", "GET")):
            router.add_api_route(path, answer(f"{method} {path}"), methods=[method], name=f"{method} {path}")
        module.router = router  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, name, module)
        return module

    monkeypatch.setattr(late, "import_module", load)
    return names


def answer(text: str) -> Callable[[], Awaitable[str]]:
    async def endpoint() -> str:
        return text

    return endpoint


@pytest.fixture
def app() -> FastAPI:
    app = FastAPI(redirect_slashes=False)
    app.router.routes.insert(0, RouteTable([RouterAt("/api/v1/things", f"{MODULE}:router")]))
    return app


def client_of(app: FastAPI) -> httpx2.AsyncClient:
    return httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://test")


async def test_the_first_request_below_an_address_loads_its_router_and_no_other_does(
    app: FastAPI, loaded: list[str]
) -> None:
    async with client_of(app) as client:
        for elsewhere in ("/", "/api/v1", "/api/v1/thing", "/api/v1/thingsx", "/things", "/api/v2/things"):
            assert (await client.get(elsewhere)).status_code == 404
        assert loaded == []

        assert (await client.get("/api/v1/things")).json() == "GET "
        assert set(loaded) == {MODULE}


@pytest.mark.parametrize("first", ["/api/v1/things/nothing/here", "/api/v1/things"])
async def test_it_matches_as_starlette_does_with_the_first_request_and_after(
    app: FastAPI, loaded: list[str], first: str
) -> None:
    async with client_of(app) as client:
        await client.get(first)

        assert (await client.get("/api/v1/things/7")).json() == "GET /{thing_id}"
        assert (await client.get("/api/v1/things/mine")).json() == "GET /{thing_id}"  # the one that was declared first
        assert (await client.delete("/api/v1/things/7")).json() == "DELETE /{thing_id}"
        assert (await client.get("/api/v1/things/nothing/here")).status_code == 404
        assert (await client.get("/api/v1/things/")).status_code == 404
        wrong = await client.put("/api/v1/things/7")
        assert (wrong.status_code, wrong.headers["allow"]) == (405, "GET")


async def test_the_first_request_of_a_wrong_method_is_refused_as_any_other(app: FastAPI, loaded: list[str]) -> None:
    async with client_of(app) as client:
        refused = await client.post("/api/v1/things")

    assert (refused.status_code, refused.headers["allow"]) == (405, "GET")


async def test_the_document_has_routes_that_no_request_asked_for(app: FastAPI, loaded: list[str]) -> None:
    paths = [getattr(route, "path", "") for route in every_route(app)]

    assert paths[-4:] == [
        "/api/v1/things/{thing_id}",
        "/api/v1/things/{thing_id}",
        "/api/v1/things/mine",
        "/api/v1/things",
    ]
