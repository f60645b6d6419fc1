"""Whatever the document allows, and what it does not, is sent to every operation, as three kinds of caller."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

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
from quarterdeck.server.application import create_app
from tests.servers.deck import deck_process

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


@dataclass(frozen=True)
class Target:
    """A server, and what opens it to a person and to a program that may do all its owner may."""

    url: str
    person: dict[str, str]
    program: dict[str, str]


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    deck = deck_process(tmp_path_factory.mktemp("deck"))
    deck.start()
    with deck.client() as client:  # first of all: the limit of sign-ins holds for the tests of the sign-in, too
        person = {"Authorization": client.headers["authorization"]}
        scopes = client.get("/api/v1/auth/me").json()["scopes"]
        made = client.post("/api/v1/auth/api-keys", json={"name": "fuzz", "scopes": scopes})
    assert made.status_code == 201, made.text
    yield Target(deck.url, person, {"X-API-Key": made.json()["key"]})
    deck.kill()
    assert not [line for line in deck.log().splitlines() if '"unexpected_error"' in line]


Case = schemathesis.Case[Any]


@schemathesis.serializer("text/csv", "application/x-ndjson")
def as_text(_context: Any, value: Any) -> bytes:
    """Rows that are no JSON are sent as they were made."""
    return value if isinstance(value, bytes) else str(value).encode()


def checks_of(case: Case) -> list[Any]:
    """Every check; only that a batch of rows is taken although some are bad, and says which."""
    return [check for check in CHECKS if not ("/ingest/" in case.path and check is negative_data_rejection)]


schema = schemathesis.openapi.from_dict(create_app(Settings()).openapi())


@schema.parametrize()
@bounded
def test_a_program_gets_only_declared_answers_and_no_5xx(case: Case, target: Target) -> None:
    case.call_and_validate(target.url, headers=target.program, checks=checks_of(case))


@schema.exclude(path_regex="|".join(ENDS_THE_SESSION)).parametrize()
@bounded
def test_a_person_gets_only_declared_answers_and_no_5xx(case: Case, target: Target) -> None:
    case.call_and_validate(target.url, headers=target.person, checks=checks_of(case))


@schema.parametrize()
@bounded
def test_a_stranger_gets_no_5xx_and_no_answer_that_is_not_public(case: Case, target: Target) -> None:
    public = [not_a_server_error, status_code_conformance, content_type_conformance]
    response = case.call_and_validate(target.url, checks=public)

    if case.operation.definition.raw.get("security"):
        assert response.status_code not in range(200, 300)
