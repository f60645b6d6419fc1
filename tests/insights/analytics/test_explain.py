"""The rows behind each number, on both engines."""

from typing import Any
from zoneinfo import ZoneInfo

import pytest

from quarterdeck.insights.analytics.explain import explain_metric
from quarterdeck.insights.analytics.schemas import Explanation
from quarterdeck.insights.facts.store import FactStore
from quarterdeck.insights.metrics.scope import Scope
from quarterdeck.insights.metrics.window import TimeWindow
from quarterdeck.kit.errors import Invalid
from quarterdeck.kit.pages import PageRequest, decode_cursor
from tests.insights.facts.builders import change, day, deployment, incident, lead, utc

WINDOW = TimeWindow.between(utc("2025-06-02"), utc("2025-06-30"), ZoneInfo("UTC"), "weekly")


async def explained(facts: FactStore, metric: Any, request: PageRequest | None = None, **scope: Any) -> Explanation:
    return await explain_metric(facts, Scope(["r"], WINDOW, **scope), metric, request or PageRequest())


@pytest.fixture
async def june(facts: FactStore) -> FactStore:
    await facts.upsert(
        "deployments",
        [
            deployment("ok", day(3), failed=False, ref="v1"),
            deployment("bad", day(4), failed=True, failure_evidence="reverted by v3", ref="v2"),
            deployment("fix", day(5), failed=None, kind="hotfix", ref="v3"),
            deployment("stuck", day(6), status="failure", ref="v4"),
        ],
    )
    await facts.upsert("changes", [change("1", title="Small"), change("2", title="Large", number=2)])
    await facts.upsert(
        "deployment_changes",
        [
            lead("1", day(3), 5, deployment_id="ok"),
            lead("2", day(4), 50, deployment_id="bad", actor="agent"),
            lead("3", day(4), 70, deployment_id="bad", lead_seconds=None, excluded="baseline"),
        ],
    )
    await facts.upsert(
        "incidents", [incident("short", day(4), 1), incident("long", day(5), 9), incident("on", day(7), None)]
    )
    return facts


def ids(explanation: Explanation) -> list[str]:
    return [row.id for row in explanation.items]


async def test_lead_times_come_longest_first_and_left_out_ones_last_with_their_cause(june: FactStore) -> None:
    found = await explained(june, "lead_time_for_changes")

    assert [(row.id, row.hours, row.counted, row.evidence) for row in found.items] == [
        ("2", 50, True, None),
        ("1", 5, True, None),
        ("3", None, False, "baseline"),
    ]
    assert (found.items[0].title, found.items[0].number, found.items[0].actor) == ("Large", 2, "agent")
    assert found.items[0].deployment_id == "bad"
    assert found.items[2].title is None
    assert found.definition == "lead_time.first_commit.v1"


async def test_failures_come_before_successes_and_unknown_ones(june: FactStore) -> None:
    found = await explained(june, "change_failure_rate")

    assert [(row.id, row.counted, row.evidence) for row in found.items] == [
        ("bad", True, "reverted by v3"),
        ("ok", False, None),
        ("stuck", False, "never_arrived"),
        ("fix", False, "outcome_unknown"),
    ]


async def test_frequency_shows_the_latest_first(june: FactStore) -> None:
    found = await explained(june, "deployment_frequency")

    assert ids(found) == ["stuck", "fix", "bad", "ok"]
    assert [row.counted for row in found.items] == [False, True, True, True]


async def test_rework_shows_what_was_not_planned_first(june: FactStore) -> None:
    found = await explained(june, "rework_rate")

    assert ids(found)[0] == "fix"
    assert [row.id for row in found.items if row.counted] == ["fix"]


async def test_restoring_shows_open_incidents_then_the_longest(june: FactStore) -> None:
    found = await explained(june, "time_to_restore")

    assert ids(found) == ["on", "long", "short"]
    assert [(row.counted, row.evidence) for row in found.items] == [
        (False, "still_open"),
        (True, "high"),
        (True, "high"),
    ]
    assert [row.hours for row in found.items[1:]] == [9, 1]


async def test_counted_rows_are_the_n_of_the_number(june: FactStore) -> None:
    only_humans = await explained(june, "lead_time_for_changes", actors=["human"])

    assert [row.id for row in only_humans.items if row.counted] == ["1"]


@pytest.mark.parametrize(
    "metric",
    ["deployment_frequency", "lead_time_for_changes", "change_failure_rate", "time_to_restore", "rework_rate"],
)
async def test_walking_by_cursor_sees_every_row_once(june: FactStore, metric: str) -> None:
    whole = ids(await explained(june, metric))
    walked: list[str] = []
    page = await explained(june, metric, PageRequest("cursor", 0, 1))
    while page.next_cursor:
        walked += ids(page)
        assert page.total == len(whole)
        page = await explained(june, metric, PageRequest("cursor", 0, 1, decode_cursor(page.next_cursor)))

    assert walked + ids(page) == whole


async def test_pages_by_number_too(june: FactStore) -> None:
    second = await explained(june, "deployment_frequency", PageRequest("page", 2, 2))

    assert (ids(second), second.total, second.page, second.next_cursor) == (["bad", "ok"], 4, 2, None)


@pytest.mark.parametrize("cursor", [("a", "b", "c"), (1.0, "b"), (1.0, 2, "c"), (None, None, None)])
async def test_a_cursor_of_another_list_is_refused(june: FactStore, cursor: Any) -> None:
    with pytest.raises(Invalid):
        await explained(june, "deployment_frequency", PageRequest("cursor", 0, 1, cursor))
