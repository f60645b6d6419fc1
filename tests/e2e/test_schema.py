"""Whatever the document allows, and what it does not, is sent to every operation, as three kinds of caller."""

from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    missing_required_header,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from quarterdeck.infra.settings import Settings
from quarterdeck.server.app import create_app
from tests.servers.deck import DeckProcess, deck_process

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
    missing_required_header,
]
ENDS_THE_SESSION = ("/auth/logout", "/auth/me/password")
bounded = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def deck(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeckProcess]:
    process = deck_process(tmp_path_factory.mktemp("deck"))
    process.start()
    yield process
    process.kill()
    assert not [line for line in process.log().splitlines() if '"unexpected_error"' in line]


@pytest.fixture(scope="module")
def person(deck: DeckProcess) -> dict[str, str]:
    with deck.client() as client:
        return {"Authorization": client.headers["authorization"]}


@pytest.fixture(scope="module")
def program(deck: DeckProcess, person: dict[str, str]) -> dict[str, str]:
    """An API key that may do all its owner may."""
    with httpx2.Client(base_url=deck.url, headers=person) as client:
        scopes = client.get("/api/v1/auth/me").json()["scopes"]
        answer = client.post("/api/v1/auth/api-keys", json={"name": "fuzz", "scopes": scopes})
    assert answer.status_code == 201, answer.text
    return {"X-API-Key": answer.json()["key"]}


Case = schemathesis.Case[Any]

schema = schemathesis.openapi.from_dict(create_app(Settings()).openapi())


@schema.parametrize()
@bounded
def test_a_program_gets_only_declared_answers_and_no_5xx(
    case: Case, deck: DeckProcess, program: dict[str, str]
) -> None:
    case.call_and_validate(deck.url, headers=program, checks=CHECKS)


@schema.exclude(path_regex="|".join(ENDS_THE_SESSION)).parametrize()
@bounded
def test_a_person_gets_only_declared_answers_and_no_5xx(case: Case, deck: DeckProcess, person: dict[str, str]) -> None:
    case.call_and_validate(deck.url, headers=person, checks=CHECKS)


@schema.parametrize()
@bounded
def test_a_stranger_gets_no_5xx_and_no_answer_that_is_not_public(case: Case, deck: DeckProcess) -> None:
    public = [not_a_server_error, status_code_conformance, content_type_conformance]
    response = case.call_and_validate(deck.url, checks=public)

    if case.operation.definition.raw.get("security"):
        assert response.status_code not in range(200, 300)
