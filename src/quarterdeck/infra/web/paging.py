"""The three ways to page through a list, read from the query by hand.

FastAPI looks at the types of each parameter anew for every request, which for five optional numbers costs more than
reading the rows; `PARAMETERS` says in the OpenAPI document what this reads.
"""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from quarterdeck.kit import pages
from quarterdeck.kit.errors import Detail, Invalid
from quarterdeck.kit.pages import MAX_LIMIT, MAX_PAGE, MAX_PAGE_SIZE, MAX_SKIP, PageRequest

LONGEST_CURSOR = 1_000


class Paging(BaseModel):
    model_config = ConfigDict(frozen=True)

    page: int = Field(1, ge=1, le=MAX_PAGE, description="Page number, from 1")
    page_size: int = Field(20, ge=1, le=MAX_PAGE_SIZE, description="Rows a page")
    skip: int = Field(0, ge=0, le=MAX_SKIP, description="Rows to leave out first")
    limit: int = Field(100, ge=1, le=MAX_LIMIT, description="Most rows to return")
    cursor: str = Field(
        "", max_length=LONGEST_CURSOR, description="`next_cursor` of the page before; empty starts a walk"
    )


PARAMETERS: list[dict[str, Any]] = [
    {"name": name, "in": "query", "required": False, "description": schema.pop("description"), "schema": schema}
    for name, schema in Paging.model_json_schema()["properties"].items()
]
_NAMES = frozenset(Paging.model_fields)
_FIRST_PAGE = PageRequest()


async def page_request(request: Request) -> PageRequest:
    """Read which part of a list is wanted; naming two ways is an error."""
    asked = {name: value for name, value in request.query_params.items() if name in _NAMES}
    if not asked:
        return _FIRST_PAGE
    try:
        return _chosen(Paging.model_validate(asked), asked)
    except ValidationError as error:
        raise RequestValidationError([{**e, "loc": ("query", *e["loc"])} for e in error.errors()]) from None


def _chosen(paging: Paging, asked: Mapping[str, str]) -> PageRequest:
    by_number, by_offset = "page" in asked or "page_size" in asked, "skip" in asked or "limit" in asked
    by_cursor = "cursor" in asked
    if (by_number and by_offset) or (by_cursor and ("page" in asked or "skip" in asked)):
        raise Invalid(details=[Detail("page", "Use page/page_size, skip/limit or cursor, not two of them")])
    if by_cursor:
        size = paging.limit if "limit" in asked else paging.page_size
        return PageRequest("cursor", 0, size, pages.decode_cursor(paging.cursor) if paging.cursor else None)
    if by_offset:
        return PageRequest("skip", paging.skip, paging.limit)
    return PageRequest("page", (paging.page - 1) * paging.page_size, paging.page_size)


PageDep = Annotated[PageRequest, Depends(page_request)]
