"""Pages of facts: one SQL text for both engines, newest first, by offset or from a cursor on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from quarterdeck.insights.facts.store import FactStore
from quarterdeck.insights.times import naive
from quarterdeck.kit.pages import CursorKey, Page, PageRequest, bad_cursor, page_of

Item = TypeVar("Item")
CURSOR_LENGTH = 2


@dataclass(slots=True)
class Conditions:
    """Terms of a `where`, of which each brings its value as the next `$n`."""

    terms: list[str] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)

    def add(self, term: str, value: Any) -> None:
        """Add `term`, in which `?` stands for the value; a value of `None` asks for nothing."""
        if value is not None:
            self.values.append(naive(value) if isinstance(value, datetime) else value)
            self.terms.append(term.replace("?", f"${len(self.values)}"))

    @property
    def text(self) -> str:
        return " and ".join(self.terms) or "true"

    def copy(self) -> "Conditions":
        return Conditions(list(self.terms), list(self.values))


@dataclass(frozen=True, slots=True)
class FactList:
    """Columns of a source, ordered by a time and then by an id, both the last two columns."""

    columns: Sequence[str]
    source: str
    time: str
    id: str

    async def page(
        self, facts: FactStore, request: PageRequest, where: Conditions, make: Callable[[tuple[Any, ...]], Item]
    ) -> Page[Item]:
        """Read the part that `request` asks for; `make` gets a row without its place and the total."""
        count = f"select count(*) from {self.source} where {where.text}"  # noqa: S608 - text of ours; values are bound
        total = (await facts.query(count, where.values))[0][0]
        narrowed = where.copy()
        if request.after is not None:
            self._continue(narrowed, request.after)
        columns = ", ".join((*self.columns, self.time, self.id))
        sql = f"select {columns} from {self.source} where {narrowed.text} "  # noqa: S608 - the same
        sql += f"order by {self.time} desc, {self.id} desc limit {request.limit} offset {request.offset}"
        rows = await facts.query(sql, narrowed.values)
        return page_of(request, rows, total, _cursor_key).map(lambda row: make(row[: len(self.columns)]))

    def _continue(self, where: Conditions, after: CursorKey) -> None:
        if len(after) != CURSOR_LENGTH or not isinstance(after[1], str):
            raise bad_cursor()
        where.values += [_moment(after[0]), after[1]]
        time, last = f"${len(where.values) - 1}::timestamp", f"${len(where.values)}"
        where.terms.append(f"({self.time} < {time} or ({self.time} = {time} and {self.id} < {last}))")


def _cursor_key(row: tuple[Any, ...]) -> CursorKey:
    return (row[-2].isoformat(), row[-1])


def _moment(written: object) -> datetime:
    try:
        moment = datetime.fromisoformat(str(written))
    except ValueError:
        raise bad_cursor() from None
    return moment.replace(tzinfo=None)
