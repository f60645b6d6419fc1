"""One canonical form for each e-mail address."""

import pytest

from quarterdeck.identity.users.allowlist import is_allowed
from quarterdeck.identity.users.emails import canonical_email


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("ada@example.org", "ada@example.org"),
        (" Ada@Example.ORG ", "ada@example.org"),
        ("\uff41da@example.org", "ada@example.org"),  # full-width a
        ("\u212aelvin@example.org", "kelvin@example.org"),  # the Kelvin sign
        ("ada@b\u00fccher.example", "ada@xn--bcher-kva.example"),
        ("ada@B\u00dcCHER.example", "ada@xn--bcher-kva.example"),
        ("first.last+tag@example.org", "first.last+tag@example.org"),
        ("admin@localhost", "admin@localhost"),
    ],
)
def test_addresses_that_mean_the_same_have_one_form(typed: str, canonical: str) -> None:
    assert canonical_email(typed) == canonical
    assert canonical_email(canonical) == canonical


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("victim@example.org", "v\u0131ctim@example.org"),  # dotless i
        ("admin@example.org", "\u0430dmin@example.org"),  # Cyrillic a
        ("ada@example.org", "ada@ex\u0430mple.org"),  # Cyrillic a in the domain
        ("strasse@example.org", "stra\u00dfe@example.org"),
    ],
)
def test_look_alikes_are_different_accounts(one: str, other: str) -> None:
    assert canonical_email(one) != canonical_email(other)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "ada",
        "@example.org",
        "ada@",
        "a b@example.org",
        "a@b@example.org",
        "ada@exa mple.org",
        ".ada@example.org",
        "a..b@example.org",
        "ada\x00@example.org",
        "ada\n@example.org",
        "x" * 65 + "@example.org",
        "ada@" + "x" * 64 + ".org",
        "ada@" + ".".join(["x" * 60] * 5),
    ],
)
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="e-mail address"):
        canonical_email(typed)


def test_an_empty_whitelist_welcomes_everybody() -> None:
    assert is_allowed("ada@example.org", ())


def test_a_whitelist_welcomes_its_addresses_and_its_domains_and_no_others() -> None:
    allowlist = ("ada@example.org", "crew.example")

    assert is_allowed("ada@example.org", allowlist)
    assert is_allowed("bo@crew.example", allowlist)
    assert not is_allowed("bo@example.org", allowlist)
    assert not is_allowed("bo@evil-crew.example", allowlist)
    assert not is_allowed("bo@sub.crew.example", allowlist)
    assert not is_allowed("crew.example@evil.example", allowlist)


@pytest.mark.parametrize(
    ("entry", "email"),
    [
        ("B\u00dcCHER.example", "a@xn--bcher-kva.example"),
        ("@xn--bcher-kva.example", "a@xn--bcher-kva.example"),
        ("A@b\u00fccher.example", "a@xn--bcher-kva.example"),
        ("\u212aIM@crew.example", "kim@crew.example"),
        (" \uff20crew.example ", "kim@crew.example"),
    ],
)
def test_a_whitelist_is_read_in_the_one_form_of_addresses(entry: str, email: str) -> None:
    assert is_allowed(email, (entry,))
    assert not is_allowed(f"x{email}", (f"y{entry.strip()}",))


def test_an_entry_that_cannot_be_read_welcomes_nobody() -> None:
    assert not is_allowed("ada@example.org", ("@",))
    assert not is_allowed("ada@example.org", ("a@b@example.org",))
    assert is_allowed("ada@example.org", ("@", "example.org"))
