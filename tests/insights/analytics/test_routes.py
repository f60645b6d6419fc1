"""The metrics over HTTP: the document's shape, bounds, what a caller may see, freshness."""

from collections.abc import Sequence
from typing import Any

import pytest

from quarterdeck.identity.api import Caller
from quarterdeck.infra.database import Session
from quarterdeck.insights.facts.store import FactStore
from quarterdeck.kit.errors import NotFound
from tests.identity.conftest import deck, dialect, identity_settings, shared_app
from tests.identity.decks import Deck, Person, error_of
from tests.insights.facts.builders import day, deployment, incident, lead

__all__ = ["deck", "dialect", "identity_settings", "shared_app"]
JUNE = {"start_date": "2025-06-02", "end_date": "2025-06-29"}


async def own_repositories(
    _session: Session, _caller: Caller, *, repository_id: str | None, **_narrowing: str | None
) -> Sequence[str]:
    """Everybody sees `r`, nobody the other."""
    if repository_id not in {None, "r"}:
        raise NotFound
    return ["r"]


@pytest.fixture
async def ada(deck: Deck, duck_facts: FactStore) -> Person:
    deck.use(facts=duck_facts, repository_scope=own_repositories)
    await duck_facts.upsert(
        "deployments", [deployment("d", day(3), failed=True), deployment("e", day(4), failed=False)]
    )
    await duck_facts.upsert("deployments", [deployment("x", day(5), repository_id="foreign")])
    await duck_facts.upsert("deployment_changes", [lead("1", day(3), 4.5, deployment_id="d")])
    await duck_facts.upsert("incidents", [incident("i", day(3), 2)])
    return await deck.person()


async def dora(person: Person, **parameters: Any) -> dict[str, Any]:
    response = await person.client.get("/analytics/dora-metrics", params=JUNE | parameters)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


async def test_keeps_the_shape_of_the_platform_document(ada: Person) -> None:
    answer = await dora(ada)

    frequency = {"value": 0.5, "unit": "per_week", "trend": "stable"}
    lead_time = {"median_hours": 4.5, "p90_hours": 4.5, "trend": "stable"}
    failures = {"percentage": 50.0, "trend": "stable"}
    restore = {"median_hours": 2.0, "p90_hours": 2.0, "trend": "stable"}
    assert frequency.items() <= answer["deployment_frequency"].items()
    assert lead_time.items() <= answer["lead_time_for_changes"].items()
    assert failures.items() <= answer["change_failure_rate"].items()
    assert restore.items() <= answer["time_to_restore"].items()


async def test_a_day_as_the_end_is_still_inside_and_daily_is_the_default(ada: Person) -> None:
    answer = await dora(ada, start_date="2025-06-03", end_date="2025-06-04", timezone="Europe/Berlin")

    assert answer["window"]["start"] == "2025-06-02T22:00:00Z"
    assert answer["window"]["end"] == "2025-06-04T22:00:00Z"
    assert answer["window"]["granularity"] == "daily"
    assert [bucket["deployments"] for bucket in answer["series"]] == [1, 1]


async def test_a_write_is_seen_at_once_though_replies_are_kept(ada: Person, duck_facts: FactStore) -> None:
    before, again = await dora(ada), await dora(ada)
    await duck_facts.upsert("deployments", [deployment("f", day(6))])
    after = await dora(ada)

    assert again == before
    assert (before["deployment_frequency"]["n"], after["deployment_frequency"]["n"]) == (2, 3)


async def test_questions_that_differ_are_not_answered_alike(ada: Person) -> None:
    by_merge = await dora(ada, start="merge")

    assert (await dora(ada))["lead_time_for_changes"]["median_hours"] == 4.5
    assert by_merge["lead_time_for_changes"]["median_hours"] == 2.25
    assert (await dora(ada))["tiers"] is None
    assert (await dora(ada, benchmark="2025"))["tiers"]["lead_time_for_changes"]["score"] == 8


async def test_a_repository_of_others_is_as_good_as_none(ada: Person) -> None:
    response = await ada.client.get("/analytics/dora-metrics", params=JUNE | {"repository_id": "foreign"})

    error_of(response, 404)
    assert (await dora(ada, repository_id="r"))["deployment_frequency"]["n"] == 2


@pytest.mark.parametrize("path", ["dora-metrics", "explain?metric=rework_rate"])
async def test_needs_a_credential_with_the_scope(deck: Deck, ada: Person, path: str) -> None:
    key = await deck.key(ada, "repositories:read")

    error_of(await deck.client().get(f"/analytics/{path}", params=JUNE), 401)
    error_of(await deck.client(key).get(f"/analytics/{path}", params=JUNE), 403)


@pytest.mark.parametrize(
    ("field", "parameters"),
    [
        ("start_date", {"end_date": "2025-06-29"}),
        ("end_date", {"start_date": "2025-06-02"}),
        ("start_date", JUNE | {"start_date": "yesterday!"}),
        ("start_date", JUNE | {"start_date": "2025-06-02T10:00:00"}),
        ("start_date", JUNE | {"start_date": "0001-01-01"}),
        ("end_date", JUNE | {"end_date": "9999-12-31"}),
        ("end_date", JUNE | {"end_date": "2025-06-01"}),
        ("granularity", JUNE | {"start_date": "1990-01-01", "granularity": "monthly"}),
        ("granularity", JUNE | {"start_date": "2021-01-01", "granularity": "daily"}),
        ("granularity", JUNE | {"granularity": "hourly"}),
        ("timezone", JUNE | {"timezone": "Mars/Olympus"}),
        ("timezone", JUNE | {"timezone": "../../etc/passwd"}),
        ("actors", JUNE | {"actors": "human,robot"}),
        ("benchmark", JUNE | {"benchmark": "2022"}),
        ("environment", JUNE | {"environment": ""}),
    ],
)
async def test_names_the_parameter_at_fault(ada: Person, field: str, parameters: dict[str, str]) -> None:
    error = error_of(await ada.client.get("/analytics/dora-metrics", params=parameters), 422)

    assert field in str([detail["field"] for detail in error["details"]])


async def test_explains_page_by_page(ada: Person) -> None:
    parameters = JUNE | {"metric": "change_failure_rate", "page_size": "1", "cursor": ""}
    first = (await ada.client.get("/analytics/explain", params=parameters)).json()
    second = (await ada.client.get("/analytics/explain", params=parameters | {"cursor": first["next_cursor"]})).json()

    assert [row["id"] for row in (*first["items"], *second["items"])] == ["d", "e"]
    assert (first["total"], second["total"]) == (2, 2)
    assert first["items"][0]["finished_time"] == "2025-06-03T12:00:00Z"


async def test_an_odd_cursor_is_refused(ada: Person) -> None:
    parameters = JUNE | {"metric": "rework_rate", "cursor": "WzFd"}

    error_of(await ada.client.get("/analytics/explain", params=parameters), 422)
