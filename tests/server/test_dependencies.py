"""Dependencies run on the event loop: FastAPI sends a plain function through a thread, once for each request."""

from collections.abc import Iterator
from inspect import isasyncgenfunction, iscoroutinefunction
from typing import Any

import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, APIWebSocketRoute

from quarterdeck.infra.web.route_table import RouterAt
from quarterdeck.server.routers import ROUTERS


def dependencies(dependant: Dependant) -> Iterator[Any]:
    for inner in dependant.dependencies:
        yield inner.call
        yield from dependencies(inner)


@pytest.mark.parametrize("router", ROUTERS, ids=lambda router: router.source)
def test_no_dependency_hops_to_a_thread(router: RouterAt) -> None:
    routes = [route for route in router.load().routes if isinstance(route, APIRoute | APIWebSocketRoute)]
    called = {call for route in routes for call in dependencies(route.dependant)}

    assert routes
    assert [call for call in called if not runs_on_the_loop(call)] == []


def runs_on_the_loop(call: Any) -> bool:
    return any(iscoroutinefunction(part) or isasyncgenfunction(part) for part in (call, type(call).__call__))
