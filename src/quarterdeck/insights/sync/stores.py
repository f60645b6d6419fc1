"""What a reading works on."""

from dataclasses import dataclass
from pathlib import Path

from quarterdeck.infra.database import Database
from quarterdeck.infra.settings import Settings
from quarterdeck.insights.facts.store import GENERATION, FactStore


@dataclass(frozen=True, slots=True)
class Stores:
    """The settings, the metadata and the facts."""

    settings: Settings
    database: Database
    facts: FactStore

    def clone_of(self, repository_id: str) -> Path:
        """Say where this server keeps its own clone of a remote repository."""
        return self.settings.server.data_dir.resolve() / "clones" / f"{repository_id}.git"

    async def generation(self) -> str:
        """Name the store of facts; another name means that everything in it was lost."""
        return str((await self.facts.query(GENERATION))[0][0])
