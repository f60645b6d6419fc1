"""Applying a batch of rows to PostgreSQL: copied in whole, then moved over by key.

Rows are deleted and inserted again, since a hypertable's unique key must hold its time and so could not
recognise a row whose time was corrected.
"""

from typing import Any

from quarterdeck.insights.facts.writes import Replace, Step, WriteBatch

RAISE_VERSIONS = """
insert into data_versions select unnest($1::text[]), 1
on conflict (repository_id) do update set version = data_versions.version + 1
"""


async def apply(connection: Any, batch: WriteBatch) -> None:
    # versions first: the row locks make writers of one repository wait for each other from the start
    await connection.execute(RAISE_VERSIONS, batch.repositories)
    for step in batch.steps:
        await _apply(connection, step)


async def _apply(connection: Any, step: Step) -> None:
    table = step.table.name
    if isinstance(step, Replace):
        await connection.execute(f"delete from {table} where repository_id = $1", step.repository_id)  # noqa: S608 - names of ours only
    if not step.values:
        return
    if isinstance(step, Replace):
        await connection.copy_records_to_table(table, records=step.values, columns=step.table.columns)
        return
    await connection.execute(f"create temp table staged (like {table}) on commit drop")
    await connection.copy_records_to_table("staged", records=step.values, columns=step.table.columns)
    same = " and ".join(f"staged.{column} = {table}.{column}" for column in step.table.key)
    await connection.execute(f"delete from {table} using staged where {same}")  # noqa: S608 - names of ours only
    await connection.execute(f"insert into {table} select * from staged")  # noqa: S608 - names of ours only
    await connection.execute("drop table staged")
