"""Paged lists: one pair of statements per list, built once where the list is hot."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from sqlalchemy import Column, ColumnElement, Row, Table, bindparam, func, select

from quarterdeck.infra.database.session import Session
from quarterdeck.kit.pages import CursorKey, Page, PageRequest, page_of

Item = TypeVar("Item")


class Listing:
    """The rows of a selectable that pass `where`, in the order of one unique column `key`.

    Each row brings the total with it, so that a page costs one statement.
    """

    def __init__(
        self,
        columns: list[Column[Any]],
        source: Any,
        key: Column[Any],
        where: ColumnElement[bool],
        *,
        descending: bool = False,
    ) -> None:
        self._kind: type = key.type.python_type
        self._count = select(func.count()).select_from(source).where(where)
        rows = select(*columns, self._count.scalar_subquery()).select_from(source).where(where)
        after = bindparam("after", type_=key.type)
        beyond = key < after if descending else key > after
        order = key.desc() if descending else key.asc()
        self._by_offset = rows.order_by(order).limit(bindparam("row_limit")).offset(bindparam("row_offset"))
        self._by_cursor = rows.where(beyond).order_by(order).limit(bindparam("row_limit"))

    async def page(
        self,
        session: Session,
        request: PageRequest,
        make: Callable[[Row[Any]], Item],
        key: Callable[[Item], CursorKey],
        parameters: Mapping[str, Any] | None = None,
    ) -> Page[Item]:
        """Read the part that `request` asks for; `key` gives an item's place for the cursor."""
        given: dict[str, Any] = dict(parameters or {})
        window: dict[str, Any] = {"row_limit": request.limit}
        after = request.after_key(self._kind)
        if after is None:
            rows = await session.rows(self._by_offset, given | window | {"row_offset": request.offset})
        else:
            rows = await session.rows(self._by_cursor, given | window | {"after": after[0]})
        total = rows[0][-1] if rows else await session.scalar(self._count, given)
        return page_of(request, [make(row) for row in rows], total, key)


def columns_of(table: Table, *names: str) -> list[Column[Any]]:
    return [table.c[name] for name in names]
