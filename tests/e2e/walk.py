"""Whatever the document allows, and what it does not, is sent to an operation, by three kinds of caller.

The cases of an operation are made once, when its test runs, and not by every worker while it collects: making them
takes longer than sending them.
"""

from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from random import Random
from typing import Any

import requests
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import load_all_checks, not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.generation.feedback import NO_FEEDBACK
from schemathesis.pytest._test_builder import build_operation_test
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    missing_required_header,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from quarterdeck.infra.settings import Settings
from quarterdeck.server.application import create_app

Case = schemathesis.Case[Any]

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
    missing_required_header,
]
OF_A_STRANGER = [not_a_server_error, status_code_conformance, content_type_conformance]
ENDS_THE_SESSION = ("/api/v1/auth/logout", "/api/v1/auth/me/password")
AREAS = {
    "access": ("/auth", "/oauth", "/.well-known"),
    "people": ("/organizations", "/users", "/audit"),
    "insights": ("/teams", "/repositories", "/developers", "/analytics", "/ingest"),
}
bounded = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def understood(found: Any) -> Any:
    assert isinstance(found, Ok), found
    return found.ok()


schema = schemathesis.openapi.from_dict(create_app(Settings()).openapi())
OPERATIONS = {found.label: found for found in map(understood, schema.get_all_operations())}
load_all_checks()


@schemathesis.serializer("text/csv", "application/x-ndjson")
def as_text(_context: Any, value: Any) -> bytes:
    """Rows that are no JSON are sent as they were made."""
    return value if isinstance(value, bytes) else str(value).encode()


@dataclass(frozen=True)
class Target:
    """A server, and what opens it to a person and to a program that may do all its owner may."""

    url: str
    person: dict[str, str]
    program: dict[str, str]
    session: requests.Session


def keeping_the_connection() -> requests.Session:
    """A session that keeps no cookie, or a stranger were signed in after the first sign-in."""
    session = requests.Session()
    session.trust_env = False
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    return session


def operations(area: str) -> list[str]:
    """Name the operations of one area, such as `GET /api/v1/jobs`; `others` are those of no area."""
    return [label for label in OPERATIONS if area_of(label) == area]


def area_of(label: str) -> str:
    path = label.partition(" ")[2].removeprefix("/api/v1")
    return next((area for area, beginnings in AREAS.items() if path.startswith(beginnings)), "others")


def walk(label: str, target: Target) -> None:
    """Send every case of one operation as a person or as a program, and as a stranger.

    Who sends a case is left to a chance that is the same in every run: both do what their one owner may, and a
    second would find it done. Where a stranger is refused before anything is read, every third case is enough.
    """
    chance = Random(label)  # noqa: S311 - to be the same again
    is_protected = bool(OPERATIONS[label].definition.raw.get("security"))
    senders = [target.program] if label.endswith(ENDS_THE_SESSION) else [target.program, target.person]
    sent: list[int] = []

    @bounded
    def send(case: Case) -> None:
        response = case.call_and_validate(target.url, target.session, chance.choice(senders), checks=checks_of(case))
        sent.append(response.status_code)
        if not is_protected:
            case.call_and_validate(target.url, target.session, checks=OF_A_STRANGER)
        elif len(sent) % 3 == 1:
            refused = case.call_and_validate(target.url, target.session, checks=OF_A_STRANGER)
            assert refused.status_code not in range(200, 300)

    build_operation_test(
        config=schema.config, operation=OPERATIONS[label], test_func=send, given_kwargs={}, feedback=NO_FEEDBACK
    )()
    assert sent


def checks_of(case: Case) -> list[Any]:
    """Every check; only that a batch of rows is taken although some are bad, and says which."""
    return [check for check in CHECKS if not ("/ingest/" in case.path and check is negative_data_rejection)]
