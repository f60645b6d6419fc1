"""The metrics over HTTP."""

from fastapi import Response

from quarterdeck.infra.web.paging import PageDep
from quarterdeck.infra.web.route import DeckRouter
from quarterdeck.insights.analytics.deps import (
    AnalyticsReader,
    DoraQuery,
    ExplainQuery,
    RepliesDep,
    ScopesDep,
)
from quarterdeck.insights.analytics.dora import DoraQuestion, dora_metrics
from quarterdeck.insights.analytics.explain import explain_metric
from quarterdeck.insights.analytics.schemas import DoraMetrics, Explanation
from quarterdeck.insights.deps import FactsDep

router = DeckRouter(prefix="/analytics", tags=["analytics"])


@router.get("/dora-metrics", response_model=DoraMetrics, summary="DORA's five metrics, each with what it rests on")
async def get_dora_metrics(
    _caller: AnalyticsReader, asked: DoraQuery, scopes: ScopesDep, facts: FactsDep, replies: RepliesDep
) -> Response:
    scope = await scopes.of(asked)
    question = DoraQuestion(scope, asked.benchmark)
    ready = await replies.json(asked, scope.repository_ids, lambda: dora_metrics(facts, question))
    return Response(ready, media_type="application/json")


@router.get("/explain", summary="The rows behind a metric, those that move it most first")
async def explain_analytics(
    _caller: AnalyticsReader, asked: ExplainQuery, page: PageDep, scopes: ScopesDep, facts: FactsDep
) -> Explanation:
    return await explain_metric(facts, await scopes.of(asked), asked.metric, page)
