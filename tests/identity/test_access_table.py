"""The server against the access table: every route is in it, and does what it says."""

import re
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx2
import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import iter_route_contexts
from starlette.routing import Mount

from quarterdeck.identity.authentication.requirements import Requires
from quarterdeck.identity.roles import ROLE_SCOPES, Role
from quarterdeck.infra.settings import Settings
from quarterdeck.infra.web.route_table import every_route
from quarterdeck.server.application import create_app
from tests.access_table import SAMPLES, TABLE, Access, Samples
from tests.conftest import running
from tests.identity.decks import Deck

ROLES: tuple[Role, ...] = ("admin", "user", "agent", "readonly")
GUARDED = {route: access for route, access in TABLE.items() if not access.public}
WITH_ID = {route: access for route, access in GUARDED.items() if "{" in route}
WITHOUT_ID = {route: access for route, access in GUARDED.items() if "{" not in route}


def routes_of(settings: Settings) -> Iterator[tuple[str, Dependant | None]]:
    """Every route, socket and mount of the server, and what FastAPI calls before it."""
    for context in iter_route_contexts(list(every_route(create_app(settings)))):
        route = context.original_route
        if isinstance(route, Mount):
            yield f"MOUNT {context.path}", None
        else:
            dependant = getattr(route, "dependant", None)
            yield from ((f"{method} {context.path}", dependant) for method in _methods(context))


def _methods(context: Any) -> list[str]:
    return sorted((context.methods or {"SOCKET"}) - {"HEAD"})


def requirement_of(dependant: Dependant | None) -> Requires | None:
    """The `requires(...)` of a route, however deep it stands."""
    below = dependant.dependencies if dependant is not None else []
    found = [inner.call for inner in below if isinstance(inner.call, Requires)]
    found += [call for inner in below if (call := requirement_of(inner)) is not None]
    return found[0] if found else None


def test_the_table_names_exactly_the_routes_that_there_are(settings: Settings) -> None:
    assert {route for route, _ in routes_of(settings)} == TABLE.keys()


def test_every_route_asks_for_what_the_table_says(settings: Settings) -> None:
    for route, dependant in routes_of(settings):
        access, need = TABLE[route], requirement_of(dependant)
        assert (need is None) == access.public, route
        if need is not None:
            assert (need.scope, need.person) == (access.scope, access.person), route


def test_the_table_agrees_with_the_roles() -> None:
    for route, access in GUARDED.items():
        holders = {role for role in ROLES if access.scope is None or access.scope in ROLE_SCOPES[role]}
        assert set(access.roles.split()) == holders, route


@pytest.fixture
async def deck(identity_settings: Settings) -> AsyncIterator[Deck]:
    """The whole server, started."""
    async with running(create_app(identity_settings)) as app:
        opened = Deck(app, app.state.parts.identity)
        yield opened
        await opened.close()


@pytest.fixture
async def samples(deck: Deck) -> Samples:
    owner, admin = await deck.person(email="owner@example.org"), await deck.person("admin", "second@example.org")
    return Samples(owner.client, admin.client, deck.database)


async def test_an_anonymous_caller_gets_401_everywhere_and_learns_nothing(deck: Deck) -> None:
    anonymous = deck.client()
    for route in GUARDED:
        answer = await send(anonymous, re.sub(r"{\w+}", "01a2006c-cd7f-7579-940e-f29154f4d890", route))
        assert answer.status_code == 401, route
        assert answer.json()["error"]["message"] == "Sign in, or send a valid token or API key"


async def test_a_key_without_the_scope_is_refused_everywhere(deck: Deck, samples: Samples) -> None:
    admin = await deck.person("admin")
    scopes = {"projects:read", "models:read"}
    for route, access in GUARDED.items():
        spare = (scopes - {access.scope}).pop()
        client = deck.client(await deck.key(admin, spare))
        if access.scope is None and not access.person:
            assert (await send(client, route)).status_code not in {401, 403}, route
        else:
            assert (await send(client, await filled(samples, route), access)).status_code == 403, route


@pytest.mark.parametrize("role", ROLES)
async def test_each_role_passes_where_the_table_says_and_nowhere_else(deck: Deck, role: Role) -> None:
    for route, access in WITHOUT_ID.items():
        person = await deck.person(role)
        status = (await send(person.client, route, access)).status_code
        assert status < 500, route
        assert (status not in {401, 403}) == (role in access.roles.split()), (route, status)


@pytest.mark.parametrize("role", ROLES)
async def test_the_object_of_somebody_else_is_out_of_reach(deck: Deck, samples: Samples, role: Role) -> None:
    for route, access in WITH_ID.items():
        person = await deck.person(role)
        status = (await send(person.client, await filled(samples, route), access)).status_code
        assert status == expected(access, role), (route, role)


def expected(access: Access, role: Role) -> int | None:
    if role == "admin":
        return access.admin
    return access.other if role in access.roles.split() else 403


async def filled(samples: Samples, route: str) -> str:
    """The route with a fresh object of the samples' owner for each id in its path."""
    path: dict[str, str] = {}
    for name in re.findall(r"{(\w+)}", route):
        path[name] = await SAMPLES[name](samples, path)
    return route.format(**path)


async def send(client: httpx2.AsyncClient, route: str, access: Access | None = None) -> httpx2.Response:
    method, path = route.split(" ")
    body = {"json": access.body} if access and access.body is not None else {}
    return await client.request(method, path.removeprefix("/api/v1"), **body)  # type: ignore[arg-type]
