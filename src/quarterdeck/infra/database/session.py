"""A unit of work on the metadata database. Repositories take one and never commit it."""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Literal

from sqlalchemy import Executable, Row

from quarterdeck.infra.database.prepared import PreparedSelect

Parameters = Mapping[str, Any] | Sequence[Mapping[str, Any]] | None
Dialect = Literal["sqlite", "postgresql"]


class Session(ABC):
    """Statements of one request or task. Statements are SQLAlchemy Core; build hot ones once, at module level."""

    dialect: Dialect

    def __init__(self) -> None:
        self._before_commit: list[Callable[[], Awaitable[None]]] = []
        self._after_commit: list[Callable[[], None]] = []

    @abstractmethod
    async def rows(self, statement: Executable, parameters: Parameters = None) -> Sequence[Row[Any]]:
        """Every row that the statement returns."""

    @abstractmethod
    async def run(self, statement: Executable, parameters: Parameters = None) -> int:
        """Carry out a write; a list of parameters runs it once for each. Returns the number of rows it touched."""

    async def row(self, statement: Executable, parameters: Parameters = None) -> Row[Any] | None:
        """The first row, or `None`."""
        rows = await self.rows(statement, parameters)
        return rows[0] if rows else None

    async def prepared(self, statement: PreparedSelect, parameters: Mapping[str, Any]) -> Sequence[Sequence[Any]]:
        """Every row of a select of a hot path, as plain values in the order of its columns."""
        return await self.rows(statement.select, parameters)

    async def scalar(self, statement: Executable, parameters: Parameters = None) -> Any:
        """The first column of the first row, or `None`."""
        rows = await self.rows(statement, parameters)
        return rows[0][0] if rows else None

    def before_commit(self, callback: Callable[[], Awaitable[None]]) -> None:
        """Have `callback` write its part at the very end of the transaction."""
        self._before_commit.append(callback)

    async def complete(self) -> None:
        """Write those last parts; called by the database at the edge, before the commit."""
        for callback in self._before_commit:
            await callback()

    def after_commit(self, callback: Callable[[], None]) -> None:
        """Call `callback` once the transaction is durable; never when it is rolled back."""
        self._after_commit.append(callback)

    def committed(self) -> None:
        """Tell those who asked; called by the database at the edge, once."""
        callbacks, self._after_commit = self._after_commit, []
        for callback in callbacks:
            callback()
