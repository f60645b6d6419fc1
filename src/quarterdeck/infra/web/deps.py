"""What a route may ask for in its signature."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Annotated, TypeVar, cast

from fastapi import Depends, Request

from quarterdeck.infra.cache import Cache
from quarterdeck.infra.database import Database, Session
from quarterdeck.infra.jobs import Worker
from quarterdeck.infra.settings import Settings

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


def worker_of(request: Request) -> Worker:
    return cast("Worker", request.app.state.jobs)


def public_address(request: Request) -> str:
    """Return the address under which others reach us: the one that was set, else the one this request came to."""
    return settings_of(request).public_address or str(request.base_url).rstrip("/")


def inline(look_up: Callable[[Request], Found]) -> Callable[[Request], Awaitable[Found]]:
    """Make a look-up a dependency that runs on the loop: FastAPI sends plain functions through a thread."""

    async def dependency(request: Request) -> Found:
        return look_up(request)

    return dependency


ReadSession = Annotated[Session, Depends(read_session, scope="function")]
WriteSession = Annotated[Session, Depends(write_session, scope="function")]
SettingsDep = Annotated[Settings, Depends(inline(settings_of))]
PublicAddress = Annotated[str, Depends(inline(public_address))]
CacheDep = Annotated[Cache, Depends(inline(cache_of))]
WorkerDep = Annotated[Worker, Depends(inline(worker_of))]
