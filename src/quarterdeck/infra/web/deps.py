"""What a route may ask for in its signature."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from operator import attrgetter
from typing import Annotated, Any

from fastapi import Depends, Request
from starlette.requests import HTTPConnection

from quarterdeck.infra.cache import Cache
from quarterdeck.infra.crypto import Keyring
from quarterdeck.infra.database import Database, Session
from quarterdeck.infra.jobs import Worker
from quarterdeck.infra.ratelimit import RateLimiter
from quarterdeck.infra.settings import Settings


@dataclass(frozen=True, slots=True)
class Part:
    """The dependency behind `part`; a coroutine, since FastAPI sends plain functions through a thread."""

    name: str

    async def __call__(self, connection: HTTPConnection) -> Any:
        return attrgetter(self.name)(parts_of(connection))


def part(name: str) -> Part:
    """Ask for one part of the server by its name, for requests and sockets alike.

    Used as `LimiterDep = Annotated[RateLimiter, Depends(part("limiter"))]
    CacheDep = Annotated[Cache, Depends(part("cache"))]`; a test holds that the type is the part's own. What a
    domain keeps together is asked for singly too, as `part("identity.callers")`, so that nobody is handed the whole.
    """
    return Part(name)


def parts_of(connection: HTTPConnection) -> Any:
    """Return all parts; their class is the server's, which stands above all who ask."""
    return connection.app.state.parts


DatabaseDep = Annotated[Database, Depends(part("database"))]
SettingsDep = Annotated[Settings, Depends(part("settings"))]
LimiterDep = Annotated[RateLimiter, Depends(part("limiter"))]
CacheDep = Annotated[Cache, Depends(part("cache"))]
KeyringDep = Annotated[Keyring, Depends(part("keyring"))]
WorkerDep = Annotated[Worker, Depends(part("worker"))]


async def read_session(database: DatabaseDep) -> AsyncIterator[Session]:
    async with database.reading() as session:
        yield session


async def write_session(request: Request, database: DatabaseDep) -> AsyncIterator[Session]:
    async with database.writing() as session:
        request.state.session = session
        yield session


async def public_address(request: Request, settings: SettingsDep) -> str:
    """Return the address under which others reach us: the one that was set, else the one this request came to."""
    return settings.public_address or str(request.base_url).rstrip("/")


ReadSession = Annotated[Session, Depends(read_session, scope="function")]
WriteSession = Annotated[Session, Depends(write_session, scope="function")]
PublicAddress = Annotated[str, Depends(public_address)]
