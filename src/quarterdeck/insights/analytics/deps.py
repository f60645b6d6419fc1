"""What the routes of analytics ask for: who calls, which repositories they may ask about, facts and replies."""

from collections.abc import Sequence
from typing import Annotated, Protocol, cast

from fastapi import Depends, Query, Request

from quarterdeck.identity.api import Caller
from quarterdeck.identity.web import requires
from quarterdeck.infra.database import Session
from quarterdeck.infra.web.deps import CacheDep, ReadSession, SettingsDep
from quarterdeck.insights.analytics.parameters import DoraParameters, ExplainParameters, ScopeParameters
from quarterdeck.insights.analytics.replies import Replies
from quarterdeck.insights.deps import FactsDep
from quarterdeck.insights.metrics.scope import Scope


class RepositoryScope(Protocol):
    """Names the repositories a caller may ask about, narrowed as the caller wishes.

    Raises `NotFound` when a named organization, team or repository is not the caller's to see.
    """

    async def __call__(
        self,
        session: Session,
        caller: Caller,
        *,
        organization_id: str | None,
        team_id: str | None,
        repository_id: str | None,
    ) -> Sequence[str]: ...


AnalyticsReader = Annotated[Caller, requires("analytics:read")]


def repository_scope_of(request: Request) -> RepositoryScope:
    return cast("RepositoryScope", request.app.state.repository_scope)


DoraQuery = Annotated[DoraParameters, Query()]
ExplainQuery = Annotated[ExplainParameters, Query()]


async def replies_of(cache: CacheDep, facts: FactsDep) -> Replies:
    return Replies(cache, facts)


RepliesDep = Annotated[Replies, Depends(replies_of)]


class Scopes:
    """Turns what was asked into a scope of facts that the caller may see."""

    def __init__(self, request: Request, caller: Caller, session: Session, zone: str) -> None:
        self._request, self._caller, self._session = request, caller, session
        self._zone = zone

    async def of(self, asked: ScopeParameters) -> Scope:
        window = asked.window(self._zone)
        visible = repository_scope_of(self._request)
        repository_ids = await visible(
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


async def scopes_of(request: Request, caller: AnalyticsReader, session: ReadSession, settings: SettingsDep) -> Scopes:
    return Scopes(request, caller, session, settings.insights.insights_timezone)


ScopesDep = Annotated[Scopes, Depends(scopes_of)]
