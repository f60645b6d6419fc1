"""The route class of every router: strict JSON in, and each POST carried out once for each `Idempotency-Key`."""

from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from enum import Enum
from functools import cached_property
from typing import Any, ClassVar, Final

from fastapi import APIRouter, Request, Response
from fastapi.exceptions import FastAPIError
from fastapi.params import Form
from fastapi.routing import APIRoute
from pydantic_core import PydanticUndefined
from starlette.types import ASGIApp, Receive, Scope, Send

from quarterdeck.infra.web import idempotency, json_body
from quarterdeck.infra.web.body_limit import OWN_LIMIT
from quarterdeck.infra.web.dependency_chain import FUNCTION_STACK, REQUEST_STACK
from quarterdeck.infra.web.handler import CompiledHandler, compiled_handler
from quarterdeck.infra.web.media import FORM, is_json
from quarterdeck.kit.errors import UnsupportedMediaType

Handler = Callable[[Request], Coroutine[Any, Any, Response]]

API_PREFIX: Final = "/api/v1"
NOT_VALID: Final = "A parameter or field is not valid"


class DeckRouter(APIRouter):
    """A router whose routes have their whole address from the start, so that each is made once.

    `under` is what its prefix stands below: the API, unless a standard or another system names the address.
    """

    def __init__(
        self,
        *,
        prefix: str,
        tags: list[str | Enum],
        route_class: type[APIRoute] | None = None,
        under: str = API_PREFIX,
    ) -> None:
        super().__init__(
            prefix=f"{under}{prefix}",
            tags=tags,
            route_class=route_class or DeckRoute,
            generate_unique_id_function=operation_id,
            responses={422: {"description": NOT_VALID}} if under else None,  # or FastAPI would describe its own
        )


def operation_id(route: APIRoute) -> str:
    return route.name


class DeckRoute(APIRoute):
    """Routes of Quarterdeck. Use `DeckRouter(…)`; a subclass may take larger bodies."""

    body_limit: ClassVar[int | None] = None

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        if self.compiled is not None and not self.compiled.closes_after_sending:
            self.app = _answering(self.get_route_handler())

    @cached_property
    def compiled(self) -> CompiledHandler | None:
        """The handler with its dependencies worked out; `None` where FastAPI's own is needed."""
        return compiled_handler(self)

    def get_route_handler(self) -> Handler:
        takes_json = self.body_field is not None and not isinstance(self.body_field.field_info, Form)
        answer: Handler = self.compiled or super().get_route_handler()
        posts = "POST" in (self.methods or ())

        async def read(request: Request) -> StrictRequest:
            if self.body_limit is not None:
                request.scope["state"][OWN_LIMIT] = self.body_limit
            strict = StrictRequest(request.scope, request.receive)
            if takes_json:
                await strict.parse()
            elif strict.headers.get("content-type", "").startswith(FORM):
                await strict.body()  # here, since FastAPI would call any failure of its own reading a 400
            return strict

        async def read_strictly(request: Request) -> Response:
            return await answer(await read(request))

        async def once(request: Request) -> Response:
            strict = await read(request)
            try:
                response = await answer(strict)
                await idempotency.remember(strict, response)
            except idempotency.Replay as replay:
                return replay.response()
            finally:
                idempotency.release(strict)
            return response

        if posts:
            return once
        return read_strictly if takes_json else answer


class StrictRequest(Request):
    """A request whose JSON was read by our own strict reader, before anything else looks at it."""

    parsed: Any = PydanticUndefined

    async def parse(self) -> None:
        body = await self.body()
        if not body:
            return
        if not is_json(self.headers.get("content-type", "")):
            raise UnsupportedMediaType
        self.parsed = json_body.loads(body)
        idempotency.take_key_from_body(self)

    async def json(self) -> Any:
        return self.parsed


def _answering(handler: Handler) -> ASGIApp:
    """Serve a handler whose dependencies are all closed before the answer is sent; errors go on to the application."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        response: Response | None = None
        async with AsyncExitStack() as stack:
            scope[FUNCTION_STACK] = scope[REQUEST_STACK] = stack
            response = await handler(Request(scope, receive, send))
        if response is None:
            raise FastAPIError("A dependency has caught an error and not raised it again")
        await response(scope, receive, send)

    return app
