"""A route's dependencies, worked out once.

FastAPI walks the tree of dependencies anew for each request and asks of each what kind of function it is; in a short
route that is half of the cost. Here the tree becomes a list of steps when the route is made. What FastAPI promises
holds: each dependency is called once a request and in the same order, its generator is closed where its scope says, a
parameter that is missing or wrong keeps what needs it from being called, and errors come in the same order and shape.
"""

import inspect
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from fastapi import Request, Response
from fastapi.concurrency import contextmanager_in_threadpool
from fastapi.dependencies.models import Dependant
from fastapi.dependencies.utils import get_dependant, request_body_to_args
from fastapi.params import Body, Form
from fastapi.security.base import SecurityBase
from starlette.concurrency import run_in_threadpool
from starlette.types import Scope

from quarterdeck.infra.web.parameter_reader import ParameterReader, readers_of

Call = Callable[..., Any]
Overrides = Mapping[Call, Call]

FUNCTION_STACK, REQUEST_STACK = "fastapi_function_astack", "fastapi_inner_astack"
_NOT_CALLED: Any = object()


class NotCompilable(Exception):
    """The tree holds something that only FastAPI's own solver knows."""


@dataclass(slots=True)
class Solved:
    """What a handler is to be called with; it is not called when there are errors."""

    values: dict[str, Any]
    errors: list[Any]
    response: Response | None


@dataclass(frozen=True, slots=True)
class Step:
    """One dependency: where its parameters come from, and how it is called."""

    needs: tuple[tuple[str | None, int], ...]
    """Parameters that other steps give. One without a name is only waited for."""
    readers: tuple[ParameterReader, ...]
    body_fields: tuple[Any, ...]
    connection_names: tuple[str, ...]
    response_name: str | None
    call: Callable[..., Awaitable[Any]] | None
    enter: Callable[..., AbstractAsyncContextManager[Any]] | None
    """Instead of `call`, for a generator."""
    stack: str
    reports: tuple[int, ...]
    """Whose errors come in which order: those of all steps below, as often as FastAPI would ask them, then its own."""

    def given(self, results: list[Any]) -> tuple[dict[str, Any], bool]:
        """Return what other steps gave, and whether that is all of it."""
        values, ready = {}, True
        for name, index in self.needs:
            result = results[index]
            if result is _NOT_CALLED:
                ready = False
            elif name is not None:
                values[name] = result
        return values, ready

    def read(self, request: Request, values: dict[str, Any]) -> list[Any]:
        """Add what the request itself gives to `values`; returns the errors."""
        wrong: list[Any] = []
        for reader in self.readers:
            wrong += reader.read(request, values)
        for name in self.connection_names:
            values[name] = request
        return wrong

    async def called(self, values: dict[str, Any], scope: Scope) -> Any:
        if self.call is not None:
            return await self.call(**values)
        if self.enter is not None:
            stack: AsyncExitStack = scope[self.stack]
            return await stack.enter_async_context(self.enter(**values))
        return None


@dataclass(slots=True)
class DependencyChain:
    """The steps of one route; the last one is its handler's own parameters. Made by `compile_chain`."""

    steps: list[Step] = field(default_factory=list)

    @property
    def closes_after_sending(self) -> bool:
        """Tell whether a generator is to be closed once the answer was sent, not before."""
        return any(step.enter is not None and step.stack == REQUEST_STACK for step in self.steps)

    async def solve(self, request: Request, body: Any) -> Solved:
        """Call what the handler needs. `body` is the parsed body, or `PydanticUndefined`."""
        results: list[Any] = []
        errors: dict[int, list[Any]] = {}
        values: dict[str, Any] = {}
        response: Response | None = None
        for number, step in enumerate(self.steps):
            values, ready = step.given(results)
            wrong = step.read(request, values)
            if step.body_fields:
                wrong += await _read_body(step.body_fields, body, values)
            if wrong:
                errors[number], ready = wrong, False
            if step.response_name is not None:
                response = values[step.response_name] = response or _empty_response()
            results.append(await step.called(values, request.scope) if ready else _NOT_CALLED)
        reported = [each for number in self.steps[-1].reports for each in errors.get(number, ())] if errors else []
        return Solved(values, reported, response)


def compile_chain(dependant: Dependant, overrides: Overrides | None = None) -> DependencyChain:
    """Work out the chain of a route. `overrides` are called in place of dependencies, as FastAPI's are.

    Raises:
        NotCompilable: there is something that only FastAPI's own solver knows.
    """
    compiler = _Compiler(overrides or {})
    everything = (dependant, *_below(dependant))
    for each in everything:
        _refuse_unknown(each)
    if len({each.name for inner in everything for each in inner.body_params}) > 1:
        raise NotCompilable
    compiler.add(dependant, None)
    return DependencyChain(compiler.steps)


class _Compiler:
    def __init__(self, overrides: Overrides) -> None:
        self.steps: list[Step] = []
        self._overrides = overrides
        self._known: dict[tuple[Any, str], int] = {}

    def add(self, dependant: Dependant, call: Call | None) -> int:
        """Append what a dependant needs, then itself; returns its number. The handler is not called here."""
        needs = tuple((inner.name, self._number_of(inner)) for inner in dependant.dependencies)
        number = len(self.steps)
        below = [each for _, index in needs for each in self.steps[index].reports]
        names = (dependant.http_connection_param_name, dependant.request_param_name)
        enter = _entering(call)
        self.steps.append(
            Step(
                needs=needs,
                readers=tuple(readers_of(dependant)),
                body_fields=tuple(dependant.body_params),
                connection_names=tuple(name for name in names if name),
                response_name=dependant.response_param_name,
                call=None if call is None or enter is not None else _awaiting(call),
                enter=enter,
                stack=FUNCTION_STACK if dependant.scope == "function" else REQUEST_STACK,
                reports=(*below, number),
            )
        )
        return number

    def _number_of(self, dependant: Dependant) -> int:
        original = dependant.call
        key = (original, dependant.scope or ("request" if _is_generator(original) else ""))
        number = self._known.get(key) if dependant.use_cache else None
        if number is None:
            overriding = self._overrides.get(original) if original is not None else None
            if overriding is not None:
                path = dependant.path or ""
                dependant = get_dependant(path=path, call=overriding, name=dependant.name, scope=dependant.scope)
                _refuse_unknown(dependant)
            number = self.add(dependant, dependant.call)
            self._known.setdefault(key, number)
        return number


async def _read_body(fields: tuple[Any, ...], body: Any, values: dict[str, Any]) -> list[Any]:
    read, errors = await request_body_to_args(body_fields=list(fields), received_body=body, embed_body_fields=False)
    values.update(read)
    return errors


def _empty_response() -> Response:
    """Return what a dependency may set headers and a status on."""
    response = Response()
    del response.headers["content-length"]
    response.status_code = None  # type: ignore[assignment]  # FastAPI's own sign for one that nobody set
    return response


def _below(dependant: Dependant) -> list[Dependant]:
    return [each for inner in dependant.dependencies for each in (inner, *_below(inner))]


def _refuse_unknown(dependant: Dependant) -> None:
    unknown = (
        dependant.background_tasks_param_name,
        dependant.security_scopes_param_name,
        dependant.websocket_param_name,
        dependant.own_oauth_scopes,
        dependant.concurrency,
    )
    embedded = any(_is_embedded(each.field_info) for each in dependant.body_params)
    if any(unknown) or embedded or isinstance(dependant.call, SecurityBase):
        raise NotCompilable


def _is_embedded(info: Any) -> bool:
    return isinstance(info, Form) or (isinstance(info, Body) and bool(info.embed))


def _kind(call: Any, test: Callable[[Any], bool]) -> bool:
    return test(call) or (not inspect.isclass(call) and test(getattr(call, "__call__", None)))  # noqa: B004


def _is_generator(call: Any) -> bool:
    return _kind(call, inspect.isasyncgenfunction) or _kind(call, inspect.isgeneratorfunction)


def _entering(call: Call | None) -> Callable[..., AbstractAsyncContextManager[Any]] | None:
    if call is None or not _is_generator(call):
        return None
    if _kind(call, inspect.isasyncgenfunction):
        return asynccontextmanager(call)
    opened = contextmanager(call)
    return lambda **values: contextmanager_in_threadpool(opened(**values))


def _awaiting(call: Call) -> Callable[..., Awaitable[Any]]:
    if _kind(call, inspect.iscoroutinefunction):
        return call
    return partial(run_in_threadpool, call)
