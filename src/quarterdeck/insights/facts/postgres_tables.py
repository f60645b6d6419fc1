"""The tables on PostgreSQL, and TimescaleDB's cut of them where the extension can be had."""

from typing import Any

from quarterdeck.insights.facts.schema import BOOKKEEPING, FORMAT, TABLES, Table
from quarterdeck.kit.ids import new_id

ONE_AT_A_TIME = "select pg_advisory_xact_lock(hashtextextended('quarterdeck facts', 0))"
OFFERED = "select exists (select 1 from pg_available_extensions where name = 'timescaledb')"
INSTALLED = "select exists (select 1 from pg_extension where extname = 'timescaledb')"


async def create_tables(connection: Any, *, afresh: bool = False) -> None:
    """Make what is missing. Tables of another format are dropped: they are a cache of their sources."""
    await connection.execute(ONE_AT_A_TIME)
    await connection.execute("create schema if not exists sei")
    cut = await _timescale(connection)
    if afresh or await _older(connection):
        for name in (*TABLES, "store_format", "data_versions"):
            await connection.execute(f"drop table if exists {name}")
    for statement in BOOKKEEPING:
        await connection.execute(statement)
    for table in TABLES.values():
        await _create(connection, table, cut=cut)
    await connection.execute(
        "insert into store_format select $1, $2 where not exists (select 1 from store_format)",
        FORMAT,
        str(new_id()),
    )


async def _create(connection: Any, table: Table, *, cut: bool) -> None:
    if cut and table.cut_by:
        await connection.execute(table.create((*table.key, table.cut_by)))
        await connection.execute(
            f"select create_hypertable('{table.name}', '{table.cut_by}', "
            "chunk_time_interval => interval '90 days', if_not_exists => true)"
        )
        return
    await connection.execute(table.create(table.key))
    if table.cut_by:
        await connection.execute(
            f"create index if not exists ix_{table.name}_time on {table.name} (repository_id, {table.cut_by})"
        )


async def _timescale(connection: Any) -> bool:
    """Turn the extension on if this role may; an offered one that stays off leaves plain tables."""
    if await connection.fetchval(INSTALLED):
        return True
    may = await connection.fetchval("select rolsuper from pg_roles where rolname = current_user")
    if not (may and await connection.fetchval(OFFERED)):
        return False
    await connection.execute("create extension if not exists timescaledb schema public")
    return True


async def _older(connection: Any) -> bool:
    if await connection.fetchval("select to_regclass('sei.store_format')") is None:
        return False
    found = await connection.fetchval("select max(format) from store_format")
    return found is not None and found != FORMAT
