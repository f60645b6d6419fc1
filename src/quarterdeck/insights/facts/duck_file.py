"""Opening the DuckDB file: who holds it, whether it can be read, and whether its form is today's."""

import os
import re
from pathlib import Path

import duckdb

from quarterdeck.insights.facts.errors import FactsFull, FactsLocked, FactsUnavailable
from quarterdeck.insights.facts.schema import BOOKKEEPING, FORMAT, TABLES
from quarterdeck.kit.clock import now
from quarterdeck.kit.ids import new_id

_HOLDER = re.compile(r"Conflicting lock is held in (?P<program>.+?) \(PID (?P<pid>\d+)\)")


def open_file(path: Path, memory: str) -> tuple[duckdb.DuckDBPyConnection, str | None]:
    """Open the file at `path` with its tables made, and say if an unusable one had to be set aside.

    Facts are a cache of their sources: a file that cannot be read is kept under another name, never mended.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    connection, why = _try(path, memory)
    if connection is None:
        aside = _set_aside(path)
        connection = duckdb.connect(path, config=_config(memory))
        create_tables(connection)
        return connection, f"The metric facts {why}; they were moved to {aside.name} and must be read again"
    return connection, None


def create_tables(connection: duckdb.DuckDBPyConnection, *, afresh: bool = False) -> None:
    """Make what is missing, without keys: one thread writes, row by row of one key, and an index costs a third more."""
    connection.begin()
    if afresh:
        for name in (*TABLES, "store_format", "data_versions"):
            connection.execute(f"drop table if exists {name}")
    for statement in (*BOOKKEEPING, *(table.create(()) for table in TABLES.values())):
        connection.execute(statement)
    if connection.execute("select 1 from store_format").fetchone() is None:
        connection.execute("insert into store_format values ($1, $2)", [FORMAT, str(new_id())])
    connection.commit()


def _try(path: Path, memory: str) -> tuple[duckdb.DuckDBPyConnection | None, str]:
    try:
        connection = duckdb.connect(path, config=_config(memory))
        create_tables(connection)
        found = connection.execute("select max(format) from store_format").fetchone()
    except duckdb.Error as error:  # a torn block has no class of its own
        _refuse_if_held(error)
        _refuse_if_sound(path, error)
        return None, "could not be read"
    if found == (FORMAT,):
        return connection, ""
    connection.close()
    return None, "were kept in another form"


def _refuse_if_held(error: duckdb.Error) -> None:
    if "Could not set lock" not in str(error):
        return
    holder = _HOLDER.search(str(error))
    who = f"process {holder['pid']}, {Path(holder['program']).name}" if holder else "another process"
    raise FactsLocked(
        f"The metric facts are open in {who}",
        hint="Stop that process, or use the server it runs; set TIMESCALE_URL to share facts among several",
    ) from None


def _refuse_if_sound(path: Path, error: duckdb.Error) -> None:
    """Leave a file where it is when only the machine keeps it from us."""
    if "No space left" in str(error):
        raise FactsFull(hint="Free some disk space under DATA_DIR") from None
    readable = path.is_file() and os.access(path, os.R_OK | os.W_OK) and os.access(path.parent, os.W_OK)
    if not readable or isinstance(error, duckdb.OutOfMemoryException):
        raise FactsUnavailable(
            "The file of the metric facts cannot be opened", hint="Check its owner, mode and DUCKDB_MEMORY"
        ) from None


def _set_aside(path: Path) -> Path:
    aside = path.with_name(f"{path.name}.unreadable-{now():%Y%m%dT%H%M%S%f}")
    path.rename(aside)
    log = path.with_name(path.name + ".wal")
    if log.exists():
        log.rename(aside.with_name(aside.name + ".wal"))
    return aside


def _config(memory: str) -> dict[str, str | bool | int | float | list[str]]:
    """Turn off all that facts do not need of the engine: files, network, extensions."""
    return {
        "memory_limit": memory,
        "enable_external_access": "false",
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "lock_configuration": "true",
    }
