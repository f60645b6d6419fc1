"""Paged lists: the statements of each shape of a list are composed once and kept."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import Column, ColumnElement, Row, Select, Table, bindparam, func, select, true

from quarterdeck.infra.database.session import Session
from quarterdeck.infra.database.tenancy import Reach, Tenants, reach_of, within
from quarterdeck.kit.pages import Page, PageRequest, page_of

Item = TypeVar("Item")
Shape = tuple[Reach, tuple[str, ...], bool]


class Listing:
    """The rows of a selectable that pass `where`, in the order of one unique column `key`.

    `filters` maps a name to a condition with a parameter of that name. `tenant` is the column that names the
    organization a row belongs to: such a list is read by `page_within` alone. `counted` is what to count, where
    that is less than `source`: a join that adds columns but no rows. Each row brings the total with it, so that a
    page costs one statement.
    """

    def __init__(
        self,
        columns: Sequence[ColumnElement[Any]],
        source: Any,
        key: Column[Any],
        where: ColumnElement[bool] | None = None,
        *,
        tenant: Column[Any] | None = None,
        filters: Mapping[str, ColumnElement[bool]] | None = None,
        descending: bool = False,
        counted: Any = None,
    ) -> None:
        self._columns, self._source, self._key = columns, source, key
        self._where = true() if where is None else where
        self._tenant, self._filters, self._descending = tenant, filters or {}, descending
        self._counted = source if counted is None else counted
        self._key_at = next(place for place, column in enumerate(columns) if column is key)
        self._kept: dict[Shape, tuple[Select[Any], Select[Any]]] = {}

    async def page(
        self,
        session: Session,
        request: PageRequest,
        make: Callable[[Row[Any]], Item],
        parameters: Mapping[str, Any] | None = None,
    ) -> Page[Item]:
        """Read the part that `request` asks for; a filter that is left out or `None` filters nothing.

        The last column of the row that `make` gets is the total.
        """
        if self._tenant is not None:
            raise TypeError("Say whose rows are seen: this list belongs to organizations")
        return await self._page(session, request, make, "all", parameters or {})

    async def page_within(
        self,
        session: Session,
        request: PageRequest,
        tenants: Tenants,
        make: Callable[[Row[Any]], Item],
        parameters: Mapping[str, Any] | None = None,
    ) -> Page[Item]:
        """Read the same of the rows that belong to `tenants`."""
        if self._tenant is None:
            raise TypeError("This list belongs to no organization")
        reach, given = reach_of(tenants)
        return await self._page(session, request, make, reach, {**(parameters or {}), **given})

    async def _page(
        self,
        session: Session,
        request: PageRequest,
        make: Callable[[Row[Any]], Item],
        reach: Reach,
        parameters: Mapping[str, Any],
    ) -> Page[Item]:
        after = request.after_key(self._key.type.python_type)
        given = {name: value for name, value in parameters.items() if value is not None or name not in self._filters}
        shape = (reach, tuple(name for name in self._filters if name in given), after is not None)
        rows_of, count_of = self._statements(shape)
        start: dict[str, Any] = {"row_offset": request.offset} if after is None else {"after": after[0]}
        rows = await session.rows(rows_of, given | start | {"row_limit": request.limit})
        total = rows[0][-1] if rows else await session.scalar(count_of, given)
        return page_of(request, rows, total, lambda row: (row[self._key_at],)).map(make)

    def _statements(self, shape: Shape) -> tuple[Select[Any], Select[Any]]:
        if shape not in self._kept:
            self._kept[shape] = self._compose(*shape)
        return self._kept[shape]

    def _compose(self, reach: Reach, names: Sequence[str], by_cursor: bool) -> tuple[Select[Any], Select[Any]]:
        where = [self._where, *(self._filters[name] for name in names)]
        if self._tenant is not None:
            where.append(within(self._tenant, reach))
        count = select(func.count()).select_from(self._counted).where(*where)
        # A window would count too, but it first gathers every column of every row.
        rows = select(*self._columns, count.scalar_subquery().label("total")).select_from(self._source).where(*where)
        key = self._key
        if by_cursor:
            after = bindparam("after", type_=key.type)
            rows = rows.where(key < after if self._descending else key > after)
        else:
            rows = rows.offset(bindparam("row_offset"))
        order = key.desc() if self._descending else key.asc()
        return rows.order_by(order).limit(bindparam("row_limit")), count


def columns_of(table: Table, *names: str) -> list[Column[Any]]:
    return [table.c[name] for name in names]
