"""The rows behind a number, so that anybody can check it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from quarterdeck.insights.facts.rows import Actor, Source
from quarterdeck.insights.metrics.benchmark import MetricName
from quarterdeck.insights.metrics.deployments import spare_needless_checks
from quarterdeck.insights.metrics.question import FactReader, ask, read, write
from quarterdeck.insights.metrics.scope import Scope
from quarterdeck.kit.pages import CursorKey, PageRequest, bad_cursor

ALL = "true"
FAILED, JUDGED = "coalesce(failed, false)", "failed is not null"
UNPLANNED = "kind <> 'planned'"

DEPLOYMENT_RULES: Mapping[MetricName, Mapping[str, str]] = MappingProxyType(
    {
        "deployment_frequency": {"weight": "0", "counts": ALL, "why": "strategy"},
        "change_failure_rate": {
            "weight": f"case when {FAILED} then 2 when {JUDGED} then 1 else 0 end",
            "counts": FAILED,
            "why": f"case when {JUDGED} then failure_evidence else 'outcome_unknown' end",
        },
        "rework_rate": {"weight": f"case when {UNPLANNED} then 1 else 0 end", "counts": UNPLANNED, "why": "kind"},
    }
)
"""What weighs, what counts and what is said of a deployment, as the SQL of each metric."""


@dataclass(frozen=True, slots=True)
class Row:
    """One deployment, change or incident; `effect` orders rows by how much they move the number."""

    kind: str
    id: str
    repository_id: str
    title: str | None
    actor: Actor | None
    started_time: datetime | None
    finished_time: datetime | None
    hours: float | None
    counted: bool
    evidence: str | None
    service: str | None
    environment: str | None
    sha: str | None
    deployment_id: str | None
    number: int | None
    url: str | None
    source: Source
    effect: float

    @property
    def cursor_key(self) -> CursorKey:
        """Return what a cursor needs to go on after this row."""
        last = f"{self.id} {self.deployment_id}" if self.kind == "change" else self.id
        return (self.effect, self.repository_id, last)


async def explain(facts: FactReader, scope: Scope, metric: MetricName, request: PageRequest) -> tuple[list[Row], int]:
    """Return the rows of one page, the ones that move the number most first, and how many there are."""
    scope = await spare_needless_checks(facts, scope)
    fragments = scope.fragments | _fragments(metric)
    ((total,),) = await ask(facts, write("evidence_count", **fragments), scope.values)
    rows = await ask(facts, write(_question(metric), **fragments), {**scope.values, **_cursor_values(request)})
    return [Row(*row) for row in rows], total


def _question(metric: MetricName) -> str:
    if metric in DEPLOYMENT_RULES:
        return "deployment_evidence"
    return "change_evidence" if metric == "lead_time_for_changes" else "incident_evidence"


def _fragments(metric: MetricName) -> dict[str, str]:
    ranked = _question(metric).replace("_evidence", "s")
    return {
        "page": read("evidence_page"),
        "ranked": read(f"ranked_{ranked}"),
        **DEPLOYMENT_RULES.get(metric, {}),
    }


def _cursor_values(request: PageRequest) -> dict[str, object]:
    match request.after:
        case None:
            after: tuple[float | None, str | None, str | None] = (None, None, None)
        case (int() | float() as effect, str(repository), str(last)):
            after = (float(effect), repository, last)
        case _:
            raise bad_cursor()
    names = ("after_effect", "after_repository", "after_id")
    return {**dict(zip(names, after, strict=True)), "size": request.limit, "skip": request.offset}
