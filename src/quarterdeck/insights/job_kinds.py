"""The jobs of insights by name, for who queues them and who carries them out."""

from typing import Final

SYNC: Final = "insights.sync_repository"
PURGE_REPOSITORY: Final = "insights.forget_repository"
CATCH_UP: Final = "insights.catch_up"
REBUILD: Final = "insights.rebuild"
EVERY_KIND: Final = (SYNC, PURGE_REPOSITORY, CATCH_UP, REBUILD)
