"""What those who did not sign in may leave behind here is bounded, however much they send."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select

from quarterdeck.identity.audit.models import audit_events
from quarterdeck.infra.settings import Settings
from tests.identity.decks import Deck, error_of
from tests.identity.oauth_server.flows import BASE, Browser, Program, standard_error

FEW = 3


@pytest.fixture
def limits() -> dict[str, Any]:
    return {"rate_limit_profile": "default", "rate_limit_anonymous_per_hour": FEW, "rate_limit_create": 1_000}


@pytest.fixture
def identity_settings(identity_settings: Settings, limits: dict[str, Any]) -> Settings:
    return replace(identity_settings, rate_limits=identity_settings.rate_limits.model_copy(update=limits))


async def denials(deck: Deck) -> int:
    await deck.identity.later.drain()
    counted = select(func.count()).select_from(audit_events).where(audit_events.c.outcome == "denied")
    async with deck.database.reading() as session:
        return int(await session.scalar(counted))


@pytest.mark.parametrize("fault", [{"client_id": "nobody"}, {"state": "\t"}, {"redirect_uri": "https://evil.example/"}])
async def test_refused_requests_for_access_are_written_a_few_times_an_hour(
    deck: Deck, program: Program, fault: dict[str, str]
) -> None:
    stranger, other = Browser(deck.client()), Browser(deck.client(peer="192.0.2.7"))
    for _ in range(FEW):
        error_of(await stranger.authorize(program.wish(**fault)), 400)

    limited = await stranger.authorize(program.wish(**fault))

    assert error_of(limited, 429)["code"] == "RATE_LIMITED"
    assert int(limited.headers["retry-after"]) > 0
    assert await denials(deck) == FEW
    assert await stranger.begin(program.wish()), "what is right is not held back"
    error_of(await other.authorize(program.wish(**fault)), 400)


async def test_refused_exchanges_and_registrations_are_written_a_few_times_an_hour(
    deck: Deck, program: Program
) -> None:
    async def register() -> Any:
        return await deck.client().post(f"{BASE}/oauth/register", json={"redirect_uris": ["https://evil.example/"]})

    assert standard_error(await program.exchange("x" * 43)) == "invalid_grant"
    assert standard_error(await program.post("revoke", token="x", client_id="nobody")) == "invalid_client"
    assert standard_error(await register()) == "invalid_redirect_uri"

    for limited in (await program.exchange("x" * 43), await program.post("revoke", client_id="nobody", token="x")):
        assert standard_error(limited, 429) == "temporarily_unavailable"
        assert int(limited.headers["retry-after"]) > 0
    assert standard_error(await register(), 429) == "temporarily_unavailable"
    assert await denials(deck) == FEW


@pytest.mark.parametrize("limits", [{"rate_limit_profile": "default", "rate_limit_per_hour": FEW + 1}])
async def test_requests_for_access_are_bounded_by_the_hour(deck: Deck, program: Program) -> None:
    stranger = Browser(deck.client())
    for _ in range(FEW + 1):
        assert await stranger.begin(program.wish())

    error_of(await stranger.authorize(program.wish()), 429)

    assert await Browser(deck.client(peer="192.0.2.7")).begin(program.wish())
