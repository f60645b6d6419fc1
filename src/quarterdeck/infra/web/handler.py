"""What answers a request of a plain JSON route: dependencies, the endpoint, and its answer written out."""

import inspect
from collections.abc import Mapping
from typing import Any

from fastapi import Request, Response
from fastapi.datastructures import DefaultPlaceholder
from fastapi.exceptions import RequestValidationError
from fastapi.params import Form
from fastapi.routing import APIRoute, serialize_response
from fastapi.utils import is_body_allowed_for_status_code
from pydantic_core import PydanticUndefined

from quarterdeck.infra.web.dependency_chain import Call, DependencyChain, NotCompilable, Solved, compile_chain


class CompiledHandler:
    """Does for one route what FastAPI's own handler does, with the chain of its dependencies made beforehand."""

    def __init__(self, route: APIRoute, chain: DependencyChain) -> None:
        self._route = route
        self._chain = chain
        self._takes_body = route.body_field is not None

    @property
    def closes_after_sending(self) -> bool:
        return self._chain.closes_after_sending

    async def __call__(self, request: Request) -> Response:
        overrides: Mapping[Call, Call] | None = getattr(request.scope["app"], "dependency_overrides", None)
        chain = compile_chain(self._route.dependant, overrides) if overrides else self._chain
        body = request.parsed if self._takes_body else PydanticUndefined  # type: ignore[attr-defined]  # strict
        solved = await chain.solve(request, body)
        if solved.errors:
            raise RequestValidationError(solved.errors, body=None if body is PydanticUndefined else body)
        answer = await self._route.endpoint(**solved.values)
        return answer if isinstance(answer, Response) else await self._written(answer, solved)

    async def _written(self, answer: Any, solved: Solved) -> Response:
        route, given = self._route, solved.response
        at_once = route.response_field is not None and isinstance(route.response_class, DefaultPlaceholder)
        content = await serialize_response(
            field=route.response_field,
            response_content=answer,
            include=route.response_model_include,
            exclude=route.response_model_exclude,
            by_alias=route.response_model_by_alias,
            exclude_unset=route.response_model_exclude_unset,
            exclude_defaults=route.response_model_exclude_defaults,
            exclude_none=route.response_model_exclude_none,
            dump_json=at_once,
        )
        status: dict[str, Any] = {}
        chosen = (given.status_code if given is not None else None) or route.status_code
        if chosen:
            status["status_code"] = chosen
        if at_once:
            response = Response(content, media_type="application/json", **status)
        else:
            kind = route.response_class
            response = (kind.value if isinstance(kind, DefaultPlaceholder) else kind)(content, **status)
        if not is_body_allowed_for_status_code(response.status_code):
            response.body = b""
        if given is not None:
            response.headers.raw.extend(given.headers.raw)
        return response


def compiled_handler(route: APIRoute) -> CompiledHandler | None:
    """Make the handler of a route; `None` when it streams, takes a form, or needs more than is known here."""
    endpoint = route.endpoint
    is_form = route.body_field is not None and isinstance(route.body_field.field_info, Form)
    if is_form or route.is_sse_stream or route.is_json_stream or not inspect.iscoroutinefunction(endpoint):
        return None
    try:
        return CompiledHandler(route, compile_chain(route.dependant))
    except NotCompilable:
        return None
