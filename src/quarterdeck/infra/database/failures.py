"""What a database failure means to the caller."""

import socket
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from quarterdeck.kit.errors import QuarterdeckError, StorageFull, Unavailable


class DatabaseBusy(Unavailable):
    code = "DATABASE_BUSY"
    message = "The database is busy; try again shortly"


class DatabaseDown(Unavailable):
    code = "DATABASE_UNAVAILABLE"
    message = "The database does not answer; try again shortly"


_BY_SQLITE_CODE: dict[int, type[QuarterdeckError]] = {
    sqlite3.SQLITE_BUSY: DatabaseBusy,
    sqlite3.SQLITE_LOCKED: DatabaseBusy,
    sqlite3.SQLITE_INTERRUPT: DatabaseBusy,  # our own deadline for reads
    sqlite3.SQLITE_FULL: StorageFull,
    sqlite3.SQLITE_IOERR: DatabaseDown,
    sqlite3.SQLITE_READONLY: DatabaseDown,
    sqlite3.SQLITE_CANTOPEN: DatabaseDown,
}
_BY_SQLSTATE: dict[str, type[QuarterdeckError]] = {
    "40001": DatabaseBusy,  # serialization failure
    "40P01": DatabaseBusy,  # deadlock
    "55P03": DatabaseBusy,  # lock timeout
    "57014": DatabaseBusy,  # statement timeout
    "53300": DatabaseBusy,  # too many connections
    "53100": StorageFull,  # disk full
    "57P01": DatabaseDown,  # shutdown by an administrator
    "57P02": DatabaseDown,  # crash of another backend
    "57P03": DatabaseDown,  # still starting
    "25P03": DatabaseDown,  # idle in a transaction for too long
}
_SQLITE_PRIMARY = 0xFF  # extended result codes carry the primary one in their low byte


@contextmanager
def translated() -> Iterator[None]:
    """Give operational failures their names; a broken constraint stays for the service that knows its meaning."""
    try:
        yield
    except IntegrityError:
        raise
    except PoolTimeout as error:
        raise DatabaseBusy(retry_after=1) from error
    except (DBAPIError, sqlite3.Error) as error:  # the latter from a prepared select, which no engine wraps
        named = _named(error) if isinstance(error, DBAPIError) else _named_by_sqlite(error)
        if named is None:
            raise
        raise named(retry_after=None if named is StorageFull else 1) from error
    except (ConnectionError, TimeoutError, socket.gaierror) as error:
        raise DatabaseDown(retry_after=2) from error


def _named(error: DBAPIError) -> type[QuarterdeckError] | None:
    if isinstance(error.orig, sqlite3.Error):
        return _named_by_sqlite(error.orig)
    found = _BY_SQLSTATE.get(getattr(error.orig, "sqlstate", None) or "")
    return DatabaseDown if found is None and error.connection_invalidated else found


def _named_by_sqlite(error: sqlite3.Error) -> type[QuarterdeckError] | None:
    return _BY_SQLITE_CODE.get(getattr(error, "sqlite_errorcode", 0) & _SQLITE_PRIMARY)
