"""What is remembered of tokens whose signature was verified."""

from datetime import timedelta

import pytest

from quarterdeck.identity import verified_tokens
from quarterdeck.identity.sessions.access_tokens import ACCESS, AccessTokens
from quarterdeck.identity.verified_tokens import VerifiedTokens


def test_the_oldest_makes_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verified_tokens, "LARGEST", 2)
    tokens = VerifiedTokens[str]()

    for name in ("a", "b", "c"):
        tokens.put(name, f"claims of {name}")

    assert [tokens.get(name) for name in ("a", "b", "c")] == [None, "claims of b", "claims of c"]


def test_a_changed_token_is_not_taken_for_the_one_that_was_verified() -> None:
    tokens = AccessTokens("a secret of the tests, long enough for HS256")
    token = tokens.sign(ACCESS, "ada", "stay", timedelta(minutes=15))
    head, body, signature = token.split(".")

    assert tokens.read(token) == tokens.read(token) is not None
    other = f"{'B' if signature[0] == 'A' else 'A'}{signature[1:]}"
    for changed in (f"{head}.{body}.{other}", f"{head}.{body}", f"{token}.", f" {token}"):
        assert tokens.read(changed) is None
