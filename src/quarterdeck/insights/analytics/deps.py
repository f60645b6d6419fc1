"""What the routes of analytics ask for: who calls, which repositories they may ask about, facts and replies."""

from typing import Annotated

from fastapi import Depends, Query

from quarterdeck.identity.api import Caller
from quarterdeck.identity.web import requires
from quarterdeck.infra.database import Session
from quarterdeck.infra.web.deps import CacheDep, ReadSession, SettingsDep, part
from quarterdeck.insights.analytics.parameters import DoraParameters, ExplainParameters, ScopeParameters
from quarterdeck.insights.analytics.replies import Replies
from quarterdeck.insights.deps import FactsDep
from quarterdeck.insights.metrics.scope import Scope
from quarterdeck.insights.repository_scope import RepositoryScope

AnalyticsReader = Annotated[Caller, requires("analytics:read")]
RepositoryScopeDep = Annotated[RepositoryScope, Depends(part("repository_scope"))]

DoraQuery = Annotated[DoraParameters, Query()]
ExplainQuery = Annotated[ExplainParameters, Query()]


async def replies_of(cache: CacheDep, facts: FactsDep) -> Replies:
    return Replies(cache, facts)


RepliesDep = Annotated[Replies, Depends(replies_of)]


class Scopes:
    """Turns what was asked into a scope of facts that the caller may see."""

    def __init__(self, visible: RepositoryScope, caller: Caller, session: Session, zone: str) -> None:
        self._visible, self._caller, self._session = visible, caller, session
        self._zone = zone

    async def of(self, asked: ScopeParameters) -> Scope:
        window = asked.window(self._zone)
        repository_ids = await self._visible(
            self._session,
            self._caller,
            organization_id=asked.organization_id,
            team_id=asked.team_id,
            repository_id=asked.repository_id,
        )
        return Scope(
            repository_ids,
            window,
            asked.environment,
            asked.service,
            asked.chosen_actors,
            asked.start,
            asked.restore_from,
        )


async def scopes_of(
    visible: RepositoryScopeDep, caller: AnalyticsReader, session: ReadSession, settings: SettingsDep
) -> Scopes:
    return Scopes(visible, caller, session, settings.insights.insights_timezone)


ScopesDep = Annotated[Scopes, Depends(scopes_of)]
