"""Whose page sent a request that carries our cookie."""

import pytest

from quarterdeck.identity.authentication.csrf import is_cross_site


@pytest.mark.parametrize(
    ("fetch_site", "origin", "cross"),
    [
        ("same-origin", "http://deck.test", False),
        ("none", None, False),
        ("same-site", "http://evil.deck.test", True),
        ("cross-site", "http://evil.test", True),
        ("cross-site", None, True),
        (None, "http://deck.test", False),
        (None, "http://evil.test", True),
        (None, "http://deck.test.evil.test", True),
        (None, "http://deck.test:8080", True),
        (None, "https://deck.test", True),
        (None, "null", True),
        (None, None, False),
        ("cross-site", "https://listed.test", False),
        (None, "https://listed.test", False),
    ],
)
def test_only_our_own_pages_and_the_listed_ones_pass(fetch_site: str | None, origin: str | None, cross: bool) -> None:
    assert is_cross_site(fetch_site, origin, ["https://listed.test"], ["http://deck.test"]) is cross
