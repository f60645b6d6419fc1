"""Every router of ours behind the first part of its address, loaded with the first request that goes there.

Most of what a server imports are routes, their schemas and what stands behind them, and no start needs any of it.
FastAPI would ask each router in turn whether an address is its own; here one look into a table tells.
"""

import asyncio
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from fastapi import APIRouter, FastAPI
from starlette.routing import BaseRoute, Match
from starlette.types import Receive, Scope, Send

from quarterdeck.infra.web.route import API_PREFIX
from quarterdeck.kit.late import load_late

NO_MATCH: tuple[Match, Scope] = (Match.NONE, {})


@dataclass(frozen=True, slots=True)
class RouterAt:
    """Where a router is found: the beginning of its addresses, and `module:name`."""

    prefix: str
    source: str

    @property
    def module(self) -> str:
        return self.source.partition(":")[0]

    def load(self) -> APIRouter:
        found: APIRouter = getattr(load_late(self.module), self.source.partition(":")[2])
        return found


@dataclass(slots=True)
class _Branch:
    """The routers below one first part, and their routes once they are loaded."""

    routers: list[RouterAt] = field(default_factory=list)
    routes: list[BaseRoute] | None = None
    by_address: dict[str, list[BaseRoute]] = field(default_factory=dict)
    """Addresses without parameters, each with all routes that fit it, in order."""
    with_parameters: list[BaseRoute] = field(default_factory=list)


class RouteTable(BaseRoute):
    """One route of the application, behind which all of ours stand."""

    def __init__(self, routers: Sequence[RouterAt]) -> None:
        self._routers = routers
        self._lock = threading.Lock()
        self._branches: dict[str, _Branch] = {}
        for router in routers:
            self._branches.setdefault(_first_part(router.prefix), _Branch()).routers.append(router)

    @property
    def routes(self) -> list[BaseRoute]:
        """All routes, in the order of their routers; loads what is not loaded yet."""
        for first_part in self._branches:
            self.load(first_part)
        return [route for router in self._routers for route in router.load().routes]

    @property
    def first_parts(self) -> list[str]:
        return list(self._branches)

    def load(self, first_part: str) -> None:
        """Import the routers of one branch. Any thread may."""
        branch = self._branches[first_part]
        with self._lock:
            if branch.routes is not None:
                return
            routes = [route for router in branch.routers for route in router.load().routes]
            for route in routes:
                address: str = getattr(route, "path", "{")
                if "{" in address:
                    branch.with_parameters.append(route)
                elif address not in branch.by_address:
                    branch.by_address[address] = [each for each in routes if _fits(each, address)]
            branch.routes = routes

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        if scope["type"] not in ("http", "websocket"):
            return NO_MATCH
        address = _address(scope)
        branch = self._branches.get(_first_part(address))
        if branch is None:
            return NO_MATCH
        if branch.routes is None:
            if any(router.module not in sys.modules for router in branch.routers):
                return Match.FULL, {"route": self}
            self.load(_first_part(address))
        return _match(branch.by_address.get(address, branch.with_parameters), scope)

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["route"] is self:
            address = _address(scope)
            await asyncio.to_thread(self.load, _first_part(address))  # others are answered meanwhile
            match, child_scope = self.matches(scope)
            if match is Match.NONE:
                del scope["route"]
                await scope["router"].default(scope, receive, send)
                return
            scope.update(child_scope)
        route: BaseRoute = scope["route"]
        await route.handle(scope, receive, send)


def every_route(app: FastAPI) -> Iterator[BaseRoute]:
    """Give all routes of an application, those behind its table last; loads them all."""
    tables = [route for route in app.routes if isinstance(route, RouteTable)]
    yield from (route for route in app.routes if not isinstance(route, RouteTable))
    for table in tables:
        yield from table.routes


def _match(routes: Sequence[BaseRoute], scope: Scope) -> tuple[Match, Scope]:
    """Choose as Starlette does: the first that fits, else the first whose method alone is wrong."""
    partial = NO_MATCH
    for route in routes:
        match, child_scope = route.matches(scope)
        if match is Match.FULL:
            return match, {**child_scope, "route": route}
        if match is Match.PARTIAL and partial is NO_MATCH:
            partial = match, {**child_scope, "route": route}
    return partial


def _fits(route: BaseRoute, address: str) -> bool:
    pattern = getattr(route, "path_regex", None)
    return pattern is None or pattern.match(address) is not None


def _address(scope: Scope) -> str:
    """Return the path below the base path of the server."""
    path, root = scope["path"], scope.get("root_path", "")
    inside: str = path[len(root) :] if path == root or path.startswith(f"{root}/") else path
    return inside


def _first_part(address: str) -> str:
    """Return `/oauth` of `/oauth/token`, and `/api/v1/teams` of `/api/v1/teams/1`."""
    start = len(API_PREFIX) if address.startswith(f"{API_PREFIX}/") else 0
    end = address.find("/", start + 1)
    return address if end < 0 else address[:end]
