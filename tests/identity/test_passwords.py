"""Which passwords may be chosen, and how they are kept."""

import pytest

from quarterdeck.identity.users.passwords import Passwords, password_problem
from tests.servers.hashing import CHEAP


@pytest.fixture
def cheap_hashing() -> None:
    """Here the hash is the subject."""


@pytest.mark.parametrize(
    "password",
    [
        "four plain words will do",
        "\u6d77\u306e\u4e0a\u3067\u98a8\u3092\u5f85\u3064\u8239\u4e57\u308a\u3060",
        "            x y z",
        "twelve chars",
        "k" * 60 + "Qz7!" * 17,
        "48151623 lost 42 numbers",
    ],
)
def test_any_characters_are_welcome_from_twelve_to_a_hundred_and_twenty_eight(password: str) -> None:
    assert password_problem(password, email="ada@example.org") is None


@pytest.mark.parametrize("password", ["", "elevenchars", "x1!" * 43])
def test_too_short_and_too_long_are_refused(password: str) -> None:
    assert password_problem(password) == "Use 12 to 128 characters"


@pytest.mark.parametrize(
    "password",
    [
        "administrator",
        "PASSWORD1234",
        "password!!!!",
        "qwertyqwerty",
        "dragondragondragon",
        "aaaaaaaaaaaaaaaa",
        "121212121212",
        "1q2w3e4r5t6y",
    ],
)
def test_what_an_attacker_tries_first_is_refused(password: str) -> None:
    assert password_problem(password) == "This password is among the first that an attacker would try"


@pytest.mark.parametrize("password", ["ada.lovelace@example.org", "ADA.LOVELACE"])
def test_the_address_itself_is_no_password(password: str) -> None:
    assert password_problem(password, email="ada.lovelace@example.org") is not None


async def test_a_kept_password_is_an_argon2id_hash_that_knows_it_again() -> None:
    passwords = Passwords(CHEAP)

    kept = await passwords.hash("four plain words will do")

    assert kept.startswith("$argon2id$")
    assert await passwords.verify("four plain words will do", kept)
    assert not await passwords.verify("four plain words will do ", kept)


async def test_nothing_kept_means_no_whatever_is_tried() -> None:
    assert not await Passwords(CHEAP).verify("the password of nobody", None)


async def test_a_real_hash_costs_64_megabytes_and_three_passes() -> None:
    assert "m=65536,t=3,p=4" in await Passwords().hash("four plain words will do")
