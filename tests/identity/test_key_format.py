"""The shape of an API key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quarterdeck.identity.api_keys.format import hash_key, key_id_of, make_key
from quarterdeck.infra.logs import SECRET_SHAPES
from quarterdeck.kit.ids import new_id


def test_a_key_names_its_id_and_only_a_hash_is_kept_of_it() -> None:
    key_id = new_id()

    made = make_key(key_id)

    assert key_id_of(made.secret) == key_id
    assert made.hash == hash_key(made.secret)
    assert made.secret.split("_")[2] not in made.hash


def test_every_secret_has_forty_three_characters_of_its_own() -> None:
    secrets = {make_key(new_id()).secret.split("_")[2] for _ in range(50)}

    assert len(secrets) == 50
    assert {len(secret) for secret in secrets} == {43}


@pytest.mark.parametrize("place", [0, 3, 10, 40, 60, 80, 86])
def test_one_wrong_character_is_noticed_without_a_database(place: int) -> None:
    secret = make_key(new_id()).secret
    other = "0" if secret[place] != "0" else "1"

    assert key_id_of(secret[:place] + other + secret[place + 1 :]) is None


@given(st.text(max_size=200))
def test_no_text_breaks_the_reader(text: str) -> None:
    assert key_id_of(text) is None
    assert key_id_of(f"qd_{text}") is None


def test_the_log_masks_a_key() -> None:
    assert SECRET_SHAPES.sub("[redacted]", f"key {make_key(new_id()).secret}!") == "key [redacted]!"
