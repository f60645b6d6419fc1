"""Answering what stands behind a number."""

from dataclasses import asdict
from datetime import UTC

from quarterdeck.insights.analytics.dora import describe
from quarterdeck.insights.analytics.schemas import EvidenceRow, Explanation
from quarterdeck.insights.facts.store import FactStore
from quarterdeck.insights.metrics import explain
from quarterdeck.insights.metrics.benchmark import MetricName
from quarterdeck.insights.metrics.definitions import SENTENCES, ids
from quarterdeck.insights.metrics.explain import Row
from quarterdeck.insights.metrics.scope import Scope
from quarterdeck.kit.pages import PageRequest, page_of


async def explain_metric(facts: FactStore, scope: Scope, metric: MetricName, request: PageRequest) -> Explanation:
    """Return one page of the rows behind `metric`, the ones that move it most first."""
    version = await facts.data_version(scope.repository_ids)
    rows, total = await explain.explain(facts, scope, metric, request)
    page = page_of(request, rows, total, lambda row: row.cursor_key).map(_evidence_row)
    definition = ids(scope)[metric]
    return Explanation(
        metric=metric,
        definition=definition,
        meaning=SENTENCES[definition],
        window=describe(scope.window),
        items=list(page.items),
        total=page.total,
        page=page.page,
        page_size=page.page_size,
        next_cursor=page.next_cursor,
        data_version=version,
    )


def _evidence_row(row: Row) -> EvidenceRow:
    fields = asdict(row)
    del fields["effect"]
    for name in ("started_time", "finished_time"):
        fields[name] = fields[name] and fields[name].replace(tzinfo=UTC)
    return EvidenceRow.model_validate(fields)
