"""The fact store: what metrics read and sources write, whichever engine is behind it."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from quarterdeck.infra.settings import Settings
from quarterdeck.insights.facts.duck_lazy import LazyDuckEngine
from quarterdeck.insights.facts.schema import TABLES, Row
from quarterdeck.insights.facts.writes import Replace, Upsert, WriteBatch
from quarterdeck.kit.late import load_late

VERSIONS = "select repository_id, version from data_versions where repository_id = any($1::text[])"
GENERATION = "select generation from store_format"


class FactEngine(Protocol):
    """A place for facts that runs the one SQL text."""

    @property
    def notice(self) -> str | None: ...

    async def query(self, sql: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]: ...
    async def write(self, batch: WriteBatch) -> None: ...
    async def recreate(self) -> None: ...
    async def check(self) -> None: ...
    async def close(self) -> None: ...


class FactStore:
    """Facts about code, deployments and incidents.

    Statements use `$1` parameters and words both DuckDB and PostgreSQL read alike; times are naive UTC.
    A write returns when it is durable, raises the data version of the repositories it touched in the same
    transaction, and is atomic: readers see all of it or none.
    """

    def __init__(self, engine: FactEngine) -> None:
        self._engine = engine

    @classmethod
    async def open(cls, settings: Settings) -> "FactStore":
        """Reach PostgreSQL when settings name it, else be ready to open the DuckDB file of `DATA_DIR`."""
        if settings.facts_url:
            database = settings.database
            # Loaded only when it is used, as the driver costs 3 MB and start-up time.
            postgres = load_late("quarterdeck.insights.facts.postgres").PostgresEngine
            return cls(await postgres.open(settings.facts_url, database.database_pool_size, database.database_timeout))
        return cls(await LazyDuckEngine.open(settings.facts_path, settings.database.duckdb_memory))

    @property
    def notice(self) -> str | None:
        """What an operator should know of the opening, such as facts that must be read again."""
        return self._engine.notice

    async def query(self, sql: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        return await self._engine.query(sql, params)

    async def upsert(self, table: str, rows: Sequence[Row]) -> None:
        """Insert `rows`, overwriting those with the same natural key."""
        if rows:
            await self._engine.write(WriteBatch((Upsert(TABLES[table], TABLES[table].values(rows)),)))

    async def replace(self, table: str, repository_id: str, rows: Sequence[Row]) -> None:
        """Make `rows` all that `table` holds of the repository."""
        await self.replace_all(repository_id, {table: rows})

    async def replace_all(self, repository_id: str, tables: Mapping[str, Sequence[Row]]) -> None:
        """Replace several tables of one repository at one instant."""
        steps = (Replace(TABLES[name], repository_id, TABLES[name].values(rows)) for name, rows in tables.items())
        await self._engine.write(WriteBatch(tuple(steps)))

    async def purge(self, repository_id: str) -> None:
        """Remove every fact of a repository."""
        await self.replace_all(repository_id, dict.fromkeys(TABLES, ()))

    async def data_version(self, repository_ids: Sequence[str]) -> str:
        """Return a word that changes whenever a fact of these repositories does."""
        generation = await self._engine.query(GENERATION)
        versions = await self._engine.query(VERSIONS, [sorted(repository_ids)])
        return hashlib.sha256(repr((generation, sorted(versions))).encode()).hexdigest()[:16]

    async def check(self) -> None:
        """Tell by an error that facts cannot be reached; opens nothing that was not open before."""
        await self._engine.check()

    async def rebuild(self) -> None:
        """Drop and make all tables anew; the caller then reads the sources again."""
        await self._engine.recreate()

    async def close(self) -> None:
        await self._engine.close()
