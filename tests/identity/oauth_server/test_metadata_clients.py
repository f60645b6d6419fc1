"""Clients named by the address of a document: fetched by the guarded client, read strictly, and kept within bounds."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from quarterdeck.identity.oauth_server.clients import metadata
from quarterdeck.identity.oauth_server.clients.metadata import seconds_kept
from quarterdeck.identity.oauth_server.models import oauth_clients
from quarterdeck.infra.settings import Settings
from tests.identity.decks import Deck, Person, error_of
from tests.identity.oauth_server.flows import Browser, Program, browser_of, standard_error
from tests.servers.trap import Trap, trap_server

CALLBACK = "https://tool.example/callback"


@pytest.fixture
async def site() -> AsyncIterator[Trap]:
    async with trap_server() as opened:
        yield opened


@pytest.fixture
def identity_settings(identity_settings: Settings, site: Trap) -> Settings:
    """Where the site is a private host that an administrator listed for this purpose."""
    listed = identity_settings.outbound.model_copy(
        update={"client_metadata_private_hosts": (f"127.0.0.1:{site.port}",)}
    )
    return replace(identity_settings, outbound=listed)


def address(site: Trap, path: str = "/client.json") -> str:
    return f"http://127.0.0.1:{site.port}{path}"


def publish(
    site: Trap, path: str = "/client.json", *, headers: str = "", raw: bytes | None = None, **changes: Any
) -> str:
    """Put a document up, and return its address."""
    document = {
        "client_id": address(site, path),
        "client_name": "Tool",
        "redirect_uris": [CALLBACK, "http://127.0.0.1:3000/callback"],
        "token_endpoint_auth_method": "none",
    }
    kept = {name: value for name, value in (document | changes).items() if value is not None}
    body = raw if raw is not None else json.dumps(kept).encode()
    kind = "" if "content-type" in headers.lower() else "Content-Type: application/json\r\n"
    head = f"HTTP/1.1 200 OK\r\n{kind}Content-Length: {len(body)}\r\nConnection: close\r\n{headers}\r\n"
    site.answers(path, head.encode() + body)
    return address(site, path)


def described(deck: Deck, url: str) -> Program:
    return Program(deck.client(), url, None, CALLBACK)


async def test_a_client_gets_in_by_its_document(deck: Deck, user: Person, site: Trap) -> None:
    program = described(deck, publish(site))

    request_id = await browser_of(user).begin(program.authorization_request())
    shown = (await user.client.get(f"/oauth/requests/{request_id}")).json()
    answer = await program.exchange(await browser_of(user).let_in(program))

    assert (shown["client"]["kind"], shown["client"]["name"], shown["client"]["verified"]) == (
        "metadata",
        "Tool",
        False,
    )
    assert "another" in shown["warnings"][0]
    given = answer.json()
    assert (await program.refresh(given["refresh_token"])).status_code == 200
    [connection] = (await user.client.get("/auth/connections")).json()["items"]
    assert connection["client_id"] == program.client_id
    assert len(site.asked) == 1
    assert site.asked[0].headers["accept"] == "application/json"


@pytest.mark.parametrize("fault", [{"response_type": "x"}, {"code_challenge": None}, {"scope": "no:such"}])
async def test_a_described_client_sends_nobody_anywhere_without_a_page_of_ours(
    deck: Deck, user: Person, site: Trap, fault: dict[str, str | None]
) -> None:
    program, browser = described(deck, publish(site)), browser_of(user)

    answer = await Browser(deck.client()).authorize(program.authorization_request(**fault))

    error_of(answer, 400)
    assert "location" not in answer.headers
    said = await browser.decide(await browser.begin(program.authorization_request()), allow=False)
    assert said.json()["redirect_to"].startswith(f"{CALLBACK}?error=access_denied")


async def test_a_loopback_address_is_warned_of(deck: Deck, user: Person, site: Trap) -> None:
    program = described(deck, publish(site))
    request_id = await browser_of(user).begin(
        program.authorization_request(redirect_uri="http://127.0.0.1:4000/callback")
    )

    shown = (await user.client.get(f"/oauth/requests/{request_id}")).json()

    assert "computer" in shown["warnings"][0]


async def test_a_stranger_leaves_no_client_behind(deck: Deck, site: Trap) -> None:
    await Browser(deck.client()).begin(described(deck, publish(site)).authorization_request())

    async with deck.database.reading() as session:
        assert await session.rows(select(oauth_clients.c.id)) == []


@pytest.mark.parametrize(
    "fault",
    [
        {"client_id": "https://evil.example/client.json"},
        {"client_id": None},
        {"redirect_uris": None},
        {"redirect_uris": []},
        {"redirect_uris": [1]},
        {"redirect_uris": CALLBACK},
        {"redirect_uris": ["http://tool.example/callback"]},
        {"redirect_uris": ["javascript:alert(1)"]},
        {"redirect_uris": [CALLBACK] * 21},
        {"token_endpoint_auth_method": "client_secret_post"},
        {"token_endpoint_auth_method": "private_key_jwt"},
        {"client_secret": "shared"},
        {"client_name": 1},
        {"raw": b"[]"},
        {"raw": b"{"},
        {"raw": b"\xff"},
        {"headers": "Content-Type: text/html\r\n"},
    ],
)
async def test_a_document_with_a_fault_is_none(deck: Deck, browser: Browser, site: Trap, fault: dict[str, Any]) -> None:
    error_of(await browser.authorize(described(deck, publish(site, **fault)).authorization_request()), 400)

    assert await browser.begin(described(deck, publish(site, "/good.json")).authorization_request())


@pytest.mark.parametrize("status", ["404 Not Found", "500 Internal Server Error", "302 Found\r\nLocation: /good.json"])
async def test_only_a_plain_yes_is_a_document(deck: Deck, browser: Browser, site: Trap, status: str) -> None:
    publish(site, "/good.json")
    site.answers("/client.json", f"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())

    error_of(await browser.authorize(described(deck, address(site)).authorization_request()), 400)

    assert [asked.target for asked in site.asked] == ["/client.json"]


async def test_a_document_that_is_too_large_is_refused(deck: Deck, browser: Browser, site: Trap) -> None:
    url = publish(site, padding="x" * 5_120)
    refused = error_of(await browser.authorize(described(deck, url).authorization_request()), 400)
    assert "more than may be read" in refused["hint"]

    assert await browser.begin(
        described(deck, publish(site, "/small.json", padding="x" * 4_000)).authorization_request()
    )


async def test_a_site_that_takes_too_long_is_left(
    deck: Deck, browser: Browser, site: Trap, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert metadata.PATIENCE == 3.0
    monkeypatch.setattr(metadata, "PATIENCE", 0.1)

    async def never(_writer: asyncio.StreamWriter) -> None:
        await asyncio.Event().wait()

    site.scripts["/slow.json"] = never

    refused = error_of(
        await browser.authorize(described(deck, address(site, "/slow.json")).authorization_request()), 400
    )

    assert "too long" in refused["hint"]


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/client.json",
        "https://localhost/client.json",
        "https://10.0.0.1/client.json",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/client.json",
        "https://user@tool.example/client.json",
        "http://tool.example/client.json",
        "https://tool.example",
        "https://tool.example/",
        "https://tool.example/client.json#x",
    ],
)
async def test_private_and_odd_addresses_are_not_asked(deck: Deck, browser: Browser, site: Trap, url: str) -> None:
    error_of(await browser.authorize(described(deck, url).authorization_request()), 400)

    assert site.connections == 0


async def test_hosts_listed_for_other_purposes_are_not_asked(deck: Deck, site: Trap) -> None:
    async with trap_server() as inside:
        settings, place = deck.parts.settings, f"127.0.0.1:{inside.port}"
        listed = settings.outbound.model_copy(update={"private_hosts": (place,)})
        deck.use(settings=replace(settings, outbound=listed))
        stranger = Browser(deck.client())
        for scheme in ("http", "https"):
            error_of(
                await stranger.authorize(described(deck, f"{scheme}://{place}/client.json").authorization_request()),
                400,
            )

        assert inside.connections == 0
        assert await stranger.begin(described(deck, publish(site)).authorization_request())


async def test_a_document_is_asked_for_once_in_a_while_and_a_failure_too(
    deck: Deck, browser: Browser, site: Trap
) -> None:
    good, bad = described(deck, publish(site)), described(deck, publish(site, "/bad.json", client_id="x"))
    for _ in range(3):
        assert await browser.begin(good.authorization_request())
        error_of(await browser.authorize(bad.authorization_request()), 400)

    assert [asked.target for asked in site.asked] == ["/client.json", "/bad.json"]


async def test_one_address_cannot_make_us_ask_many(deck: Deck, browser: Browser, site: Trap) -> None:
    limiter = deck.parts.limiter
    limiter._numbers = limiter._numbers.model_copy(update={"rate_limit_auth": 2})
    for number in range(2):
        assert await browser.begin(described(deck, publish(site, f"/{number}.json")).authorization_request())

    error_of(await browser.authorize(described(deck, publish(site, "/3.json")).authorization_request()), 429)

    assert await browser.begin(described(deck, address(site, "/0.json")).authorization_request())
    assert len(site.asked) == 2


async def test_a_changed_document_changes_the_client_at_the_next_yes(deck: Deck, user: Person, site: Trap) -> None:
    program = described(deck, publish(site))
    assert (await program.exchange(await browser_of(user).let_in(program))).status_code == 200
    publish(site, client_name="Renamed", redirect_uris=["https://tool.example/new"])
    deck.identity.oauth.documents._kept.clear()

    error_of(await browser_of(user).authorize(program.authorization_request()), 400)
    program.redirect_uri = "https://tool.example/new"
    assert (await program.exchange(await browser_of(user).let_in(program))).status_code == 200

    names = {each["client_name"] for each in (await user.client.get("/auth/connections")).json()["items"]}
    assert names == {"Renamed"}


async def test_a_client_nobody_let_in_exchanges_nothing(deck: Deck, site: Trap) -> None:
    program = described(deck, publish(site))

    assert standard_error(await program.exchange("x" * 43)) == "invalid_client"
    assert site.asked == []


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("", 3_600),
        ("max-age=600", 600),
        ("public, max-age=1", 60),
        ("max-age=99999999", 86_400),
        ("no-store", 60),
        ("No-Cache, max-age=600", 60),
        ("s-maxage=600", 3_600),
        ("max-age=soon", 3_600),
    ],
)
def test_how_long_a_document_stands_is_as_its_headers_say_within_bounds(header: str, seconds: int) -> None:
    assert seconds_kept(header) == seconds
