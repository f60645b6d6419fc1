"""A server that the walk over all operations is sent to."""

from collections.abc import Iterator

import pytest

from tests.e2e.walk import Target, keeping_the_connection
from tests.servers.deck import deck_process


@pytest.fixture(scope="session")
def target(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    deck = deck_process(tmp_path_factory.mktemp("deck"))
    deck.start()
    with deck.client() as client:  # first of all: the limit of sign-ins holds for the tests of the sign-in, too
        person = {"Authorization": client.headers["authorization"]}
        scopes = client.get("/api/v1/auth/me").json()["scopes"]
        made = client.post("/api/v1/auth/api-keys", json={"name": "fuzz", "scopes": scopes})
    assert made.status_code == 201, made.text
    with keeping_the_connection() as session:
        yield Target(deck.url, person, {"X-API-Key": made.json()["key"]}, session)
    deck.kill()
    assert not [line for line in deck.log().splitlines() if '"unexpected_error"' in line]
