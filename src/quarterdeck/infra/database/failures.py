"""What a database failure means to the caller."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from quarterdeck.kit.errors import StorageFull, Unavailable


class DatabaseBusy(Unavailable):
    code = "DATABASE_BUSY"
    message = "The database is busy; try again shortly"


class DatabaseDown(Unavailable):
    code = "DATABASE_UNAVAILABLE"
    message = "The database does not answer; try again shortly"


_SQLITE_BUSY = ("database is locked", "interrupted", "database table is locked")
_FULL = ("database or disk is full", "No space left on device", "could not extend file")


@contextmanager
def translated() -> Iterator[None]:
    """Give operational failures their names; a broken constraint stays for the service that knows its meaning."""
    try:
        yield
    except IntegrityError:
        raise
    except PoolTimeout as error:
        raise DatabaseBusy(retry_after=1) from error
    except DBAPIError as error:
        said = str(error.orig)
        if any(mark in said for mark in _FULL):
            raise StorageFull from error
        if any(mark in said for mark in _SQLITE_BUSY):
            raise DatabaseBusy(retry_after=1) from error
        if error.connection_invalidated:
            raise DatabaseDown(retry_after=2) from error
        raise
    except (ConnectionError, TimeoutError) as error:
        raise DatabaseDown(retry_after=2) from error
