"""The entrance of insights: what the server and the command line may ask of it."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import partial
from typing import Any, Final

from quarterdeck.identity.api import Caller
from quarterdeck.infra import jobs
from quarterdeck.infra.database import Database, Session
from quarterdeck.infra.jobs import Handler, JobContext, Schedule
from quarterdeck.infra.settings import Settings
from quarterdeck.insights.developers.event_types import EVENT_TYPES as DEVELOPERS
from quarterdeck.insights.facts.store import FactStore
from quarterdeck.insights.job_kinds import CATCH_UP, EVERY_KIND, REBUILD
from quarterdeck.insights.repositories.event_types import EVENT_TYPES as REPOSITORIES
from quarterdeck.insights.repository_scope import RepositoryScope
from quarterdeck.insights.team_members.event_types import EVENT_TYPES as TEAM_MEMBERS
from quarterdeck.insights.teams.event_types import EVENT_TYPES as TEAMS
from quarterdeck.kit.late import load_late

EVENT_TYPES: Final = (*TEAMS, *TEAM_MEMBERS, *DEVELOPERS, *REPOSITORIES)
JOB_SCHEDULES: Final = (Schedule(CATCH_UP, timedelta(hours=1)),)

__all__ = [
    "EVENT_TYPES",
    "JOB_SCHEDULES",
    "FactStore",
    "RepositoryScope",
    "job_handlers",
    "queue_catch_up",
    "queue_pushed",
    "queue_rebuild",
    "visible_repositories",
]


def job_handlers(settings: Settings, database: Database, facts: FactStore) -> Mapping[str, Handler]:
    """Return what carries out the jobs of insights, by kind."""
    return {kind: partial(_carry_out, kind, settings, database, facts) for kind in EVERY_KIND}


async def _carry_out(
    kind: str, settings: Settings, database: Database, facts: FactStore, context: JobContext
) -> dict[str, Any] | None:
    tasks = await asyncio.to_thread(load_late, "quarterdeck.insights.tasks")  # off the loop: it is much code
    done: dict[str, Any] | None = await tasks.handlers(settings, database, facts)[kind](context)
    return done


async def queue_pushed(session: Session, organization_id: str, addresses: Sequence[str]) -> list[str]:
    """Queue a reading of the organization's repositories at any of `addresses`; returns the jobs."""
    pushed = load_late("quarterdeck.insights.repositories.pushed")
    queued: list[str] = await pushed.queue_pushed(session, organization_id, addresses)
    return queued


async def visible_repositories(
    session: Session,
    caller: Caller,
    *,
    organization_id: str | None,
    team_id: str | None,
    repository_id: str | None,
) -> Sequence[str]:
    """Name the repositories a question is about, as `RepositoryScope` says."""
    scope = load_late("quarterdeck.insights.repositories.scope")
    visible: Sequence[str] = await scope.visible_repositories(
        session, caller, organization_id=organization_id, team_id=team_id, repository_id=repository_id
    )
    return visible


async def queue_catch_up(session: Session) -> str:
    """Have repositories read whose facts are behind; call it at every start."""
    return await jobs.enqueue(session, CATCH_UP, {}, concurrency_key=CATCH_UP)


async def queue_rebuild(session: Session) -> str:
    """Have all facts dropped and made anew; returns the job's id."""
    return await jobs.enqueue(session, REBUILD, {}, concurrency_key=CATCH_UP)
