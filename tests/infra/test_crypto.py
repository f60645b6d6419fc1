"""Secrets at rest."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from quarterdeck.infra.crypto import Keyring, SealBroken
from quarterdeck.infra.settings import Settings


def keyring_of(secret: str) -> Keyring:
    plain = Settings()
    return Keyring(replace(plain, security=plain.security.model_copy(update={"secret_key": SecretStr(secret)})))


KEYRING = keyring_of("k" * 40)
HERE = "keys:42:secret"


@given(st.binary(max_size=200), st.text(max_size=40))
def test_a_sealed_value_opens_where_it_was_sealed(value: bytes, place: str) -> None:
    assert KEYRING.open(KEYRING.seal(value, place), place) == value


def test_it_opens_nowhere_else_and_under_no_other_key() -> None:
    sealed = KEYRING.seal(b"hunter2", HERE)

    for other, place in ((KEYRING, "keys:43:secret"), (keyring_of("j" * 40), HERE)):
        with pytest.raises(SealBroken):
            other.open(sealed, place)


def test_no_changed_or_shortened_byte_goes_unseen() -> None:
    sealed = KEYRING.seal(b"hunter2", HERE)

    for position in range(len(sealed)):
        bent = bytearray(sealed)
        bent[position] ^= 1
        with pytest.raises(SealBroken):
            KEYRING.open(bytes(bent), HERE)
    for length in range(len(sealed)):
        with pytest.raises(SealBroken):
            KEYRING.open(sealed[:length], HERE)


def test_the_same_value_never_looks_the_same_twice() -> None:
    assert KEYRING.seal(b"hunter2", HERE) != KEYRING.seal(b"hunter2", HERE)


def test_each_purpose_has_a_key_of_its_own() -> None:
    keys = {KEYRING.derive(purpose) for purpose in ("seal", "mac", "other")}

    assert len(keys) == 3
    assert {len(key) for key in keys} == {32}
    assert KEYRING.derive("mac") == keyring_of("k" * 40).derive("mac")


def test_a_mark_tells_messages_and_keys_apart() -> None:
    assert KEYRING.mac(b"row 1") == KEYRING.mac(b"row 1")
    assert len({KEYRING.mac(b"row 1"), KEYRING.mac(b"row 2"), keyring_of("j" * 40).mac(b"row 1")}) == 3
