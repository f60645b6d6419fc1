"""The names that the server answers to."""

from dataclasses import replace

import httpx2
import pytest
from sqlalchemy import func, select
from starlette.testclient import TestClient, WebSocketDenialResponse

from quarterdeck.identity.audit.models import audit_events
from quarterdeck.infra.settings import Settings
from quarterdeck.server.application import create_app
from quarterdeck.server.hosts import answered_hosts, host_name
from tests.conftest import client_of, running
from tests.shapes import assert_error

EVIL = [
    "evil.example",
    "deck.example.org.evil.example",
    "evil.example:443",
    "deck.example.org@evil.example",
    "evil.example/deck.example.org",
    "evil.example#deck.example.org",
    "deck.example.org evil.example",
    "xdeck.example.org",
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "",
]
OURS = [
    "deck.example.org",
    "DECK.example.org:443",
    "deck.example.org.",
    "localhost:8000",
    "127.0.0.1",
    "[::1]:8000",
    "other.example",
]


@pytest.fixture
def named(settings: Settings) -> Settings:
    server = settings.server.model_copy(
        update={"base_url": "https://deck.example.org", "allowed_hosts": ("other.example",)}
    )
    return replace(settings, server=server)


async def asked(settings: Settings, path: str, host: str) -> httpx2.Response:
    transport = httpx2.ASGITransport(create_app(settings))
    async with httpx2.AsyncClient(transport=transport, base_url="http://deck.test") as client:
        return await client.get(path, headers={"Host": host})


@pytest.mark.parametrize("host", EVIL)
async def test_another_name_reaches_nothing(named: Settings, host: str) -> None:
    assert_error(await asked(named, "/docs", host), 421, "MISDIRECTED_REQUEST")


@pytest.mark.parametrize("host", OURS)
async def test_our_names_are_answered(named: Settings, host: str) -> None:
    assert (await asked(named, "/docs", host)).status_code == 200


async def test_probes_come_by_address(named: Settings) -> None:
    assert (await asked(named, "/health/live", "10.1.2.3:8000")).status_code == 200


async def test_a_server_that_was_told_no_name_answers_to_any(settings: Settings) -> None:
    assert answered_hosts(settings) is None
    assert (await asked(settings, "/docs", "anything.example")).status_code == 200


async def test_two_hosts_are_none(named: Settings) -> None:
    transport = httpx2.ASGITransport(create_app(named))
    both = [("Host", "deck.example.org"), ("Host", "evil.example")]
    async with httpx2.AsyncClient(transport=transport, base_url="http://deck.test") as client:
        assert_error(await client.get("/docs", headers=both), 421, "MISDIRECTED_REQUEST")


def test_sockets_too(named: Settings) -> None:
    client = TestClient(create_app(named), base_url="http://evil.example")

    with pytest.raises(WebSocketDenialResponse) as refused, client.websocket_connect("/ws/events"):
        pass

    assert_error(refused.value, 421, "MISDIRECTED_REQUEST")


async def test_such_a_request_is_audited_until_its_address_had_too_many(named: Settings) -> None:
    few = replace(named, rate_limits=named.rate_limits.model_copy(update={"rate_limit_anonymous_per_hour": 2}))
    async with running(create_app(few)) as app, client_of(app, headers={"Host": "evil.example"}) as client:
        statuses = [(await client.get("/docs")).status_code for _ in range(3)]
        await app.state.parts.identity.deferred_writes.drain()
        async with app.state.parts.database.reading() as session:
            told = await session.scalar(select(func.count()).where(audit_events.c.action == "host.refused"))

    assert (statuses, told) == ([421, 421, 429], 2)


@pytest.mark.parametrize(("written", "name"), [("A.b:1", "a.b"), ("[::1]:5", "::1"), ("::1", "::1"), ("a.b.", "a.b")])
def test_one_form_of_a_name(written: str, name: str) -> None:
    assert host_name(written) == name
