"""Sign-in through providers is limited by peer, and no header makes one peer look like many."""

from dataclasses import replace

import pytest

from quarterdeck.infra.ratelimit import RateLimiter
from tests.identity.decks import Deck, error_of
from tests.identity.providers import walk

HEADERS = ("X-Forwarded-For", "Forwarded", "X-Real-IP", "CF-Connecting-IP", "True-Client-IP", "X-Client-IP", "Via")


@pytest.fixture
def limited(deck: Deck) -> Deck:
    """Five a minute, as it is out of the box."""
    numbers = deck.parts.settings.rate_limits.model_copy(update={"rate_limit_auth": 5})
    limiter = RateLimiter(replace(deck.parts.settings, rate_limits=numbers))
    deck.use(limiter=limiter)
    return deck


@pytest.mark.parametrize(
    "address",
    [
        "/auth/google/login",
        "/auth/google/callback?state=x&code=y",
        "/auth/login-success-redirect?token=x",
        "/auth/validate-token?token=x",
    ],
)
async def test_the_sixth_try_in_a_minute_waits_whatever_its_headers_claim(limited: Deck, address: str) -> None:
    answers = []
    for number in range(50):
        forged = dict.fromkeys(HEADERS, f"198.51.100.{number}") | {"Forwarded": f"for=198.51.100.{number}"}
        answers.append(await limited.client(**forged).get(address))

    assert 429 not in [answer.status_code for answer in answers[:5]]
    assert {answer.status_code for answer in answers[5:]} == {429}
    error_of(answers[-1], 429)
    assert int(answers[-1].headers["retry-after"]) > 0
    assert (await limited.client(peer="198.51.100.7").get(address)).status_code != 429


async def test_a_whole_sign_in_fits_in_the_limit_five_times(limited: Deck) -> None:
    for _ in range(5):
        assert (await walk.sign_in(limited.client(), "google")).status_code == 200
