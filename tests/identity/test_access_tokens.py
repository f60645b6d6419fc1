"""Access tokens: what is believed of them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey

from quarterdeck.identity.sessions.access_tokens import ACCESS, LOCAL, AccessTokens
from quarterdeck.kit import clock

SECRET = "a secret of the tests, long enough for HS256 and for HS512 as well"
KEY = OctKey.import_key(SECRET)
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
LIFE = timedelta(minutes=15)


@pytest.fixture
def tokens() -> AccessTokens:
    return AccessTokens(SECRET)


def signed(header: dict[str, Any] | None = None, **changed: Any) -> str:
    """A token of ours but for what is changed; `None` leaves a claim out."""
    seconds = int(NOON.timestamp())
    usual = {
        "iss": "quarterdeck",
        "aud": "quarterdeck-api",
        "sub": "ada",
        "sid": "stay",
        "iat": seconds,
        "exp": seconds + 900,
    }
    claims = {name: value for name, value in (usual | changed).items() if value is not None}
    whole = {"alg": "HS256", "typ": "at+jwt"} | (header or {})
    return jwt.encode(whole, claims, KEY, algorithms=["HS256", "HS512"])


def test_a_token_says_who_and_in_which_session(tokens: AccessTokens) -> None:
    with clock.frozen(NOON):
        read = tokens.read(tokens.sign(ACCESS, "ada", "stay", LIFE))

    assert read is not None
    assert (read.kind, read.user_id, read.session_id, read.expires) == (ACCESS, "ada", "stay", NOON + LIFE)


def test_a_local_token_says_that_it_is_one(tokens: AccessTokens) -> None:
    read = tokens.read(tokens.sign(LOCAL, "ada", "local", LIFE))

    assert read is not None
    assert read.kind == LOCAL


def test_a_token_ends_with_its_lifetime(tokens: AccessTokens) -> None:
    with clock.frozen(NOON):
        token = tokens.sign(ACCESS, "ada", "stay", LIFE)
        clock.advance(LIFE - timedelta(seconds=1))
        assert tokens.read(token) is not None
        clock.advance(timedelta(seconds=2))
        assert tokens.read(token) is None


def test_a_token_of_another_key_is_not_ours(tokens: AccessTokens) -> None:
    theirs = AccessTokens("another secret, which is also long enough").sign(ACCESS, "ada", "stay", LIFE)

    assert tokens.read(theirs) is None


@pytest.mark.parametrize("missing", ["iss", "aud", "sub", "sid", "exp"])
def test_no_claim_may_be_missing(tokens: AccessTokens, missing: str) -> None:
    with clock.frozen(NOON):
        assert tokens.read(signed()) is not None
        assert tokens.read(signed(**{missing: None})) is None


@pytest.mark.parametrize(
    "wrong", [{"iss": "another"}, {"aud": "another"}, {"sub": 7}, {"sid": ["stay"]}, {"exp": "soon"}]
)
def test_wrong_claims_are_refused(tokens: AccessTokens, wrong: dict[str, Any]) -> None:
    with clock.frozen(NOON):
        assert tokens.read(signed(**wrong)) is None


@pytest.mark.parametrize("header", [{"alg": "HS512"}, {"typ": "JWT"}, {"typ": "refresh"}])
def test_another_algorithm_or_type_is_refused(tokens: AccessTokens, header: dict[str, Any]) -> None:
    with clock.frozen(NOON):
        assert tokens.read(signed(header)) is None


@pytest.mark.parametrize(
    "text", ["", ".", "..", "a.b.c", "eyJhbGciOiJub25lIn0.e30.", "x" * 10_000, "\u00e9.\u00e9.\u00e9"]
)
def test_no_text_breaks_the_reader(tokens: AccessTokens, text: str) -> None:
    assert tokens.read(text) is None


def test_an_unsigned_token_is_refused(tokens: AccessTokens) -> None:
    head, body, _ = signed().split(".")

    with clock.frozen(NOON):
        assert tokens.read(f"{head}.{body}.") is None
