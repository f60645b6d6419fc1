"""Every metric on generated facts: DuckDB and PostgreSQL give the same to a millionth."""

import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from quarterdeck.insights.analytics.dora import DoraQuestion, dora_metrics
from quarterdeck.insights.analytics.explain import explain_metric
from quarterdeck.insights.facts.rows import Change, Commit, Deployment, DeploymentChange, Incident
from quarterdeck.insights.facts.store import FactStore
from quarterdeck.insights.metrics import deployments, durations
from quarterdeck.insights.metrics.scope import Scope
from quarterdeck.insights.metrics.window import TimeWindow
from quarterdeck.kit.pages import PageRequest
from tests.insights.facts.builders import MONDAY, change, commit, deployment, hours, incident, lead, utc

QUESTIONS: list[dict[str, Any]] = [
    {},
    {"zone": "America/New_York", "granularity": "daily"},
    {"zone": "Asia/Kathmandu", "granularity": "monthly", "start": "merge"},
    {"start": "commit", "restore_from": "failed_deployment"},
    {"actors": ["human", "agent"], "service": "app"},
    {"environment": "staging"},
    {"repository_ids": []},
]


def facts_of(repository: str, seed: int) -> Iterator[Commit | Change | Deployment | DeploymentChange | Incident]:
    chance = random.Random(seed)  # noqa: S311 - data, not secrets
    for number in range(300):
        moment = MONDAY + timedelta(seconds=chance.randrange(86_400 * 150), microseconds=chance.randrange(10**6))
        name, mine = str(number), {"repository_id": repository}
        kind = chance.choice(["planned"] * 5 + ["hotfix", "rollback"])
        where = {
            "environment": chance.choice(["production"] * 5 + ["staging"]),
            "service": chance.choice(["app", "web"]),
        }
        failed = chance.choice([None, False, False, False, True])
        source = chance.choice(["observed", "derived", "imported"])
        status = "failure" if chance.random() < 0.05 else "success"
        yield deployment(name, moment, **mine, **where, kind=kind, failed=failed, source=source, status=status)
        for each in range(chance.randrange(4)):
            took, excluded = chance.lognormvariate(3, 1.3), chance.choice([None] * 8 + ["baseline", "clock_skew"])
            actor = chance.choice(["human", "human", "bot", "agent"])
            row = lead(f"{number}.{each}", moment, took, **mine, deployment_id=name, actor=actor, excluded=excluded)
            yield row._replace(lead_seconds=row.lead_seconds if excluded is None else None)
            yield change(f"{number}.{each}", **mine, merge_sha=f"{number}.{each}", title=f"Change {number}")
            if chance.random() < 0.8:
                yield commit(f"{number}.{each}", **mine, committed_time=moment - hours(took / 3))
        if failed:
            lasted = None if chance.random() < 0.1 else chance.lognormvariate(1, 1)
            before = moment - hours(chance.random()) if chance.random() < 0.7 else None
            yield incident(name, moment, lasted, **mine, service=where["service"], failed_deployment_time=before)


async def fill(facts: FactStore) -> None:
    tables = {"commits": Commit, "changes": Change, "deployments": Deployment, "incidents": Incident}
    for number, repository in enumerate(["r", "s"]):
        rows = list(facts_of(repository, number))
        named = {name: [row for row in rows if type(row) is kind] for name, kind in tables.items()}
        leads = [row for row in rows if type(row) is DeploymentChange]
        await facts.replace_all(repository, {**named, "deployment_changes": leads})


def scope_of(zone: str = "UTC", granularity: Any = "weekly", **narrowing: Any) -> Scope:
    window = TimeWindow.between(utc("2025-06-03T05:00"), utc("2025-10-30T20:00"), ZoneInfo(zone), granularity)
    return Scope(window=window, **{"repository_ids": ["r", "s"], **narrowing})


@pytest.fixture
async def both(duck_facts: FactStore, postgres_facts: FactStore) -> tuple[FactStore, FactStore]:
    await fill(duck_facts)
    await fill(postgres_facts)
    return duck_facts, postgres_facts


async def test_the_five_metrics_agree(both: tuple[FactStore, FactStore], monkeypatch: pytest.MonkeyPatch) -> None:
    for sample in (durations.SAMPLE, 100):  # all rows, then a sample of them
        monkeypatch.setattr(durations, "SAMPLE", sample)
        monkeypatch.setattr(deployments, "ENOUGH", sample)
        for question in QUESTIONS:
            asked = DoraQuestion(scope_of(**question), "2025")
            duck, postgres = [(await dora_metrics(facts, asked)).model_dump() for facts in both]

            assert flat(duck) == pytest.approx(flat(postgres), abs=1e-6), question
            if question.get("repository_ids") is None:
                assert duck["deployment_frequency"]["n"] > 20


async def test_the_rows_behind_them_agree(both: tuple[FactStore, FactStore]) -> None:
    metrics: list[Any] = [
        "deployment_frequency", "lead_time_for_changes", "change_failure_rate", "time_to_restore", "rework_rate",
    ]  # fmt: skip
    for metric in metrics:
        for question in QUESTIONS:
            request = PageRequest("page", 0, 1000)
            duck, postgres = [
                (await explain_metric(facts, scope_of(**question), metric, request)).model_dump() for facts in both
            ]

            assert flat(duck) == pytest.approx(flat(postgres), abs=1e-6), (metric, question)


async def test_the_rows_behind_a_number_are_as_many_as_it_says(both: tuple[FactStore, FactStore]) -> None:
    facts, scope = both[0], scope_of()
    reply = await dora_metrics(facts, DoraQuestion(scope))
    counted = {}
    for metric in ("deployment_frequency", "lead_time_for_changes", "change_failure_rate", "time_to_restore"):
        page = await explain_metric(facts, scope, metric, PageRequest("page", 0, 2000))
        counted[metric] = sum(row.counted for row in page.items)

    assert counted == {
        "deployment_frequency": reply.deployment_frequency.n,
        "lead_time_for_changes": reply.lead_time_for_changes.n,
        "change_failure_rate": reply.change_failure_rate.count,
        "time_to_restore": reply.time_to_restore.n,
    }


def flat(value: Any, path: str = "") -> dict[str, Any]:
    """Lay a reply out as one level, so that numbers can be compared nearly and all else exactly."""
    if path.endswith("data_version"):
        return {}
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
    if inner is None:
        return {path: value if isinstance(value, int | float | None) else hash(str(value))}
    return {name: leaf for key, each in inner for name, leaf in flat(each, f"{path}/{key}").items()}
