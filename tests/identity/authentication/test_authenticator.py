"""Recognisers are asked in their order, and what they said counts for seconds."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from quarterdeck.identity.authentication.authenticator import Authenticator
from quarterdeck.identity.authentication.caller_cache import FRESH, AuthenticatedCaller, CallerCache
from quarterdeck.identity.authentication.credentials import PresentedCredential
from quarterdeck.identity.authentication.location import ServerLocation
from quarterdeck.identity.caller import Caller
from quarterdeck.kit import clock

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
HERE = ServerLocation("http://localhost:8000")
BEARER = PresentedCredential("bearer", "secret", HERE)


class Knows:
    """Recognises secrets that begin with its own name, as that name, and keeps what it was asked."""

    def __init__(self, name: str, beginning: str) -> None:
        self.name, self.beginning = name, beginning
        self.asked: list[tuple[PresentedCredential, bool]] = []

    async def recognise(self, presented: PresentedCredential, *, using: bool) -> AuthenticatedCaller | None:
        self.asked.append((presented, using))
        if not presented.secret.startswith(self.beginning):
            return None
        caller = Caller(self.name, "user", frozenset(), "token", "test")
        return AuthenticatedCaller(caller, clock.now() + FRESH, self.name)


async def test_the_first_who_knows_the_credential_decides() -> None:
    first, second, third = Knows("first", "other"), Knows("second", "sec"), Knows("third", "secret")

    known = await Authenticator([first, second, third], CallerCache()).authenticate(BEARER)

    assert known is not None
    assert known.principal == "second"
    assert (len(first.asked), len(third.asked)) == (1, 0)


async def test_what_nobody_knows_is_asked_each_time() -> None:
    nobody = Knows("nobody", "other")
    authenticator = Authenticator([nobody], CallerCache())

    assert [await authenticator.authenticate(BEARER) for _ in range(2)] == [None, None]
    assert len(nobody.asked) == 2


async def test_an_answer_counts_until_it_is_stale_or_rights_change() -> None:
    recogniser, callers = Knows("ada", "secret"), CallerCache()
    authenticator = Authenticator([recogniser], callers)

    with clock.frozen(NOON):
        await authenticator.authenticate(BEARER)
        clock.advance(FRESH - timedelta(milliseconds=1))
        await authenticator.authenticate(BEARER)
        assert len(recogniser.asked) == 1
        clock.advance(timedelta(milliseconds=1))
        await authenticator.authenticate(BEARER)
        assert len(recogniser.asked) == 2
        callers.forget()
        await authenticator.authenticate(BEARER)
        assert len(recogniser.asked) == 3


async def test_an_answer_counts_only_for_the_same_credential_at_the_same_place_and_use() -> None:
    recogniser = Knows("ada", "secret")
    authenticator = Authenticator([recogniser], CallerCache())
    others = [
        replace(BEARER, kind="cookie"),
        replace(BEARER, kind="key"),
        replace(BEARER, at="mcp"),
        replace(BEARER, secret="secrets"),
        replace(BEARER, location=ServerLocation("http://localhost:9000")),
        replace(BEARER, location=None),
        replace(BEARER, location=None, at="mcp"),
    ]

    for presented in (BEARER, *others):
        await authenticator.authenticate(presented)
    await authenticator.authenticate(BEARER, using=False)

    assert recogniser.asked == [*((presented, True) for presented in (BEARER, *others)), (BEARER, False)]
