"""The metadata database: SQLite embedded, PostgreSQL by setting; one transaction per request or task."""

from quarterdeck.infra.database.engine import Database, open_database
from quarterdeck.infra.database.metadata import metadata
from quarterdeck.infra.database.session import Session

__all__ = ["Database", "Session", "metadata", "open_database"]
