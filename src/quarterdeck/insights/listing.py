"""Paged lists of rows that belong to organizations: the statements of each list are composed once and kept."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, FromClause, Row, Select, bindparam, func, select, true

from quarterdeck.identity.api import Caller
from quarterdeck.infra.database import Session
from quarterdeck.insights.tenancy import Reach, reach_of, within
from quarterdeck.kit.pages import Page, PageRequest, page_of

Item = TypeVar("Item")
Shape = tuple[Reach, tuple[str, ...], bool]


@dataclass(frozen=True, slots=True)
class Listing:
    """Rows of `source` in the order of the unique column `key`, as far as `tenant` is in the caller's reach.

    `filters` maps a name to a condition with a parameter of that name. `counted` is what to count, where that is less
    than `source`: a join that adds columns but no rows.
    """

    columns: Sequence[ColumnElement[Any]]
    source: FromClause
    key: Any
    tenant: Any
    filters: Mapping[str, ColumnElement[bool]] = field(default_factory=dict)
    always: ColumnElement[bool] = field(default_factory=true)
    counted: FromClause | None = None
    _kept: dict[Shape, tuple[Select[Any], Select[Any]]] = field(default_factory=dict)

    async def page(
        self,
        session: Session,
        request: PageRequest,
        caller: Caller,
        make: Callable[[Row[Any]], Item],
        wanted: Mapping[str, Any],
    ) -> Page[Item]:
        """Read the part that `request` asks for. `wanted` holds filters, of which `None` filters nothing.

        The last column of the row that `make` gets is the total.
        """
        given = {name: value for name, value in wanted.items() if value is not None}
        reach, parameters = reach_of(caller, given.pop("organization_id", None))
        rows_of, count_of = self._statements((reach, tuple(sorted(given)), request.after is not None))
        parameters |= given
        place: dict[str, Any] = {"row_limit": request.limit}
        place |= {"after": str(request.after[0])} if request.after else {"row_offset": request.offset}
        rows = await session.rows(rows_of, parameters | place)
        total = rows[0][-1] if rows else await session.scalar(count_of, parameters)
        key = self.key.name
        page = page_of(request, rows, total, lambda row: (row._mapping[key],))
        return page.map(make)

    def _statements(self, shape: Shape) -> tuple[Select[Any], Select[Any]]:
        if shape not in self._kept:
            self._kept[shape] = self._compose(*shape)
        return self._kept[shape]

    def _compose(self, reach: Reach, names: Sequence[str], by_cursor: bool) -> tuple[Select[Any], Select[Any]]:
        where = [within(self.tenant, reach), self.always, *(self.filters[name] for name in names)]
        counted = self.source if self.counted is None else self.counted
        count = select(func.count()).select_from(counted).where(*where)
        # A window would count too, but it first gathers every column of every row.
        total = count.scalar_subquery().label("total")
        rows = select(*self.columns, total).select_from(self.source).where(*where)
        rows = rows.where(self.key > bindparam("after")) if by_cursor else rows.offset(bindparam("row_offset"))
        return rows.order_by(self.key).limit(bindparam("row_limit")), count
