"""What those who did not sign in may leave behind here is bounded, however much they send."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select

from quarterdeck.identity.audit.models import audit_events
from quarterdeck.identity.oauth_server.models import oauth_requests
from quarterdeck.identity.oauth_server.requests.types import LIFETIME, MOST_OF_ONE_BROWSER
from quarterdeck.infra.settings import Settings
from quarterdeck.kit import clock
from tests.identity.decks import Deck, Person, error_of
from tests.identity.oauth_server.flows import BASE, Browser, Program, browser_of, standard_error

FEW = 3
both = pytest.mark.parametrize("dialect", ["sqlite", "postgresql"], indirect=True)
unlimited = pytest.mark.parametrize("limits", [{}])


@pytest.fixture
def limits() -> dict[str, Any]:
    return {"rate_limit_profile": "default", "rate_limit_anonymous_per_hour": FEW, "rate_limit_create": 1_000}


@pytest.fixture
def identity_settings(identity_settings: Settings, limits: dict[str, Any]) -> Settings:
    return replace(identity_settings, rate_limits=identity_settings.rate_limits.model_copy(update=limits))


async def denials(deck: Deck) -> int:
    await deck.identity.deferred_writes.drain()
    counted = select(func.count()).select_from(audit_events).where(audit_events.c.outcome == "denied")
    async with deck.database.reading() as session:
        return int(await session.scalar(counted))


@pytest.mark.parametrize("fault", [{"client_id": "nobody"}, {"state": "\t"}, {"redirect_uri": "https://evil.example/"}])
async def test_refused_requests_for_access_are_written_a_few_times_an_hour(
    deck: Deck, program: Program, fault: dict[str, str]
) -> None:
    stranger, other = Browser(deck.client()), Browser(deck.client(peer="192.0.2.7"))
    for _ in range(FEW):
        error_of(await stranger.authorize(program.authorization_request(**fault)), 400)

    limited = await stranger.authorize(program.authorization_request(**fault))

    assert error_of(limited, 429)["code"] == "RATE_LIMITED"
    assert int(limited.headers["retry-after"]) > 0
    assert await denials(deck) == FEW
    assert await stranger.begin(program.authorization_request()), "what is right is not held back"
    error_of(await other.authorize(program.authorization_request(**fault)), 400)


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
        assert await stranger.begin(program.authorization_request())

    error_of(await stranger.authorize(program.authorization_request()), 429)

    assert await Browser(deck.client(peer="192.0.2.7")).begin(program.authorization_request())


async def waiting(deck: Deck) -> int:
    async with deck.database.reading() as session:
        return int(await session.scalar(select(func.count()).select_from(oauth_requests)))


@both
@unlimited
async def test_the_oldest_request_of_a_browser_gives_way_when_too_many_wait(
    deck: Deck, user: Person, program: Program
) -> None:
    mine, elsewhere = browser_of(user), Browser(deck.client())
    await elsewhere.begin(program.authorization_request())
    begun = [await mine.begin(program.authorization_request()) for _ in range(MOST_OF_ONE_BROWSER + 2)]

    assert await waiting(deck) == MOST_OF_ONE_BROWSER + 1
    for gone in begun[:2]:
        error_of(await mine.decide(gone), 404)
    for kept in (begun[2], begun[-1]):
        assert (await mine.decide(kept)).status_code == 200


@unlimited
async def test_requests_that_ran_out_go_as_others_come(deck: Deck, program: Program) -> None:
    with clock.frozen(clock.now()):
        for _ in range(3):
            await Browser(deck.client()).begin(program.authorization_request())
        assert await waiting(deck) == 3
        clock.advance(LIFETIME)

        await Browser(deck.client()).begin(program.authorization_request())

    assert await waiting(deck) == 1


@unlimited
async def test_a_state_is_kept_up_to_a_length(user: Person, program: Program) -> None:
    error_of(await browser_of(user).authorize(program.authorization_request(state="s" * 2_001)), 400)

    request_id = await browser_of(user).begin(program.authorization_request(state="s" * 2_000))
    assert "s" * 2_000 in (await browser_of(user).decide(request_id)).json()["redirect_to"]
