"""The entrance of insights: what the server and the command line may ask of it."""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import Final

from quarterdeck.infra import jobs
from quarterdeck.infra.database import Database, Session
from quarterdeck.infra.jobs import Handler, Schedule
from quarterdeck.infra.settings import Settings
from quarterdeck.insights.analytics.deps import RepositoryScope
from quarterdeck.insights.developers.event_types import EVENT_TYPES as DEVELOPERS
from quarterdeck.insights.facts.store import FactStore
from quarterdeck.insights.repositories.event_types import EVENT_TYPES as REPOSITORIES
from quarterdeck.insights.repositories.pushed import queue_pushed
from quarterdeck.insights.repositories.scope import visible_repositories
from quarterdeck.insights.repositories.service import PURGE_REPOSITORY, SYNC
from quarterdeck.insights.sync.handler import sync_repository
from quarterdeck.insights.sync.maintenance import catch_up, purge_repository, rebuild
from quarterdeck.insights.sync.stores import Stores
from quarterdeck.insights.team_members.event_types import EVENT_TYPES as TEAM_MEMBERS
from quarterdeck.insights.teams.event_types import EVENT_TYPES as TEAMS

EVENT_TYPES: Final = (*TEAMS, *TEAM_MEMBERS, *DEVELOPERS, *REPOSITORIES)
CATCH_UP: Final = "insights.catch_up"
REBUILD: Final = "insights.rebuild"
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
    stores = Stores(settings, database, facts)
    return {
        SYNC: partial(sync_repository, stores),
        PURGE_REPOSITORY: partial(purge_repository, stores),
        CATCH_UP: partial(catch_up, stores),
        REBUILD: partial(rebuild, stores),
    }


async def queue_catch_up(session: Session) -> str:
    """Have repositories read whose facts are behind; call it at every start."""
    return await jobs.enqueue(session, CATCH_UP, {}, concurrency_key=CATCH_UP)


async def queue_rebuild(session: Session) -> str:
    """Have all facts dropped and made anew; returns the job's id."""
    return await jobs.enqueue(session, REBUILD, {}, concurrency_key=CATCH_UP)
