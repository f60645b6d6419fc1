"""Where the server is, as others see it."""

import pytest

from quarterdeck.infra.settings import Settings
from quarterdeck.infra.settings.server import ServerSettings


@pytest.mark.parametrize(
    ("base_url", "base_path", "address", "origin"),
    [
        ("", "", "", ""),
        ("", "/deck", "", ""),
        ("https://deck.example.org", "", "https://deck.example.org", "https://deck.example.org"),
        ("https://deck.example.org/", "", "https://deck.example.org", "https://deck.example.org"),
        (
            "https://deck.example.org:8443",
            "/deck",
            "https://deck.example.org:8443/deck",
            "https://deck.example.org:8443",
        ),
        ("https://deck.example.org/deck/", "/deck", "https://deck.example.org/deck", "https://deck.example.org"),
    ],
)
def test_the_base_path_may_be_written_in_the_address_or_not(
    base_url: str, base_path: str, address: str, origin: str
) -> None:
    settings = Settings(server=ServerSettings(base_url=base_url, base_path=base_path))

    assert (settings.public_address, settings.public_origin) == (address, origin)
