"""What a route may ask for in its signature."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Annotated, TypeVar, cast

from fastapi import Depends, Query, Request

from quarterdeck.infra.cache import Cache
from quarterdeck.infra.database import Database, Session
from quarterdeck.infra.settings import Settings
from quarterdeck.kit import pages
from quarterdeck.kit.errors import Detail, Invalid
from quarterdeck.kit.pages import MAX_LIMIT, MAX_PAGE, MAX_PAGE_SIZE, MAX_SKIP, PageRequest

Found = TypeVar("Found")


async def read_session(request: Request) -> AsyncIterator[Session]:
    async with database_of(request).reading() as session:
        yield session


async def write_session(request: Request) -> AsyncIterator[Session]:
    async with database_of(request).writing() as session:
        request.state.session = session
        yield session


def database_of(request: Request) -> Database:
    return cast("Database", request.app.state.database)


def settings_of(request: Request) -> Settings:
    return cast("Settings", request.app.state.settings)


def cache_of(request: Request) -> Cache:
    return cast("Cache", request.app.state.cache)


def inline(look_up: Callable[[Request], Found]) -> Callable[[Request], Awaitable[Found]]:
    """Make a look-up a dependency that runs on the loop: FastAPI sends plain functions through a thread."""

    async def dependency(request: Request) -> Found:
        return look_up(request)

    return dependency


async def page_request(
    page: Annotated[int | None, Query(ge=1, le=MAX_PAGE, description="Page number, from 1")] = None,
    page_size: Annotated[int | None, Query(ge=1, le=MAX_PAGE_SIZE, description="Rows a page (20)")] = None,
    skip: Annotated[int | None, Query(ge=0, le=MAX_SKIP, description="Rows to leave out first")] = None,
    limit: Annotated[int | None, Query(ge=1, le=MAX_LIMIT, description="Most rows to return (100)")] = None,
    cursor: Annotated[
        str | None,
        Query(max_length=1_000, description="`next_cursor` of the page before; empty starts a walk"),
    ] = None,
) -> PageRequest:
    """Read one of the three ways to page; naming two is an error."""
    by_number, by_offset = page is not None or page_size is not None, skip is not None or limit is not None
    if (by_number and by_offset) or (cursor is not None and (page is not None or skip is not None)):
        raise Invalid(details=[Detail("page", "Use page/page_size, skip/limit or cursor, not two of them")])
    if cursor is not None:
        after = pages.decode_cursor(cursor) if cursor else None
        return PageRequest("cursor", 0, page_size or limit or 20, after)
    if by_offset:
        return PageRequest("skip", skip or 0, limit or 100)
    size = page_size or 20
    return PageRequest("page", ((page or 1) - 1) * size, size)


ReadSession = Annotated[Session, Depends(read_session, scope="function")]
WriteSession = Annotated[Session, Depends(write_session, scope="function")]
SettingsDep = Annotated[Settings, Depends(inline(settings_of))]
CacheDep = Annotated[Cache, Depends(inline(cache_of))]
PageDep = Annotated[PageRequest, Depends(page_request)]
