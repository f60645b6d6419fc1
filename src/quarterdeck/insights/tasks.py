"""What carries out the jobs of insights. Loaded with the first of them: reading repositories is much code."""

from collections.abc import Mapping
from functools import partial

from quarterdeck.infra.database import Database
from quarterdeck.infra.jobs import Handler
from quarterdeck.infra.settings import Settings
from quarterdeck.insights.facts.store import FactStore
from quarterdeck.insights.job_kinds import CATCH_UP, PURGE_REPOSITORY, REBUILD, SYNC
from quarterdeck.insights.sync.handler import sync_repository
from quarterdeck.insights.sync.maintenance import catch_up, purge_repository, rebuild
from quarterdeck.insights.sync.stores import Stores


def handlers(settings: Settings, database: Database, facts: FactStore) -> Mapping[str, Handler]:
    stores = Stores(settings, database, facts)
    return {
        SYNC: partial(sync_repository, stores),
        PURGE_REPOSITORY: partial(purge_repository, stores),
        CATCH_UP: partial(catch_up, stores),
        REBUILD: partial(rebuild, stores),
    }
