"""The route class of every router: strict JSON in, and each POST carried out once for each `Idempotency-Key`."""

from collections.abc import Callable, Coroutine
from enum import Enum
from typing import Any, ClassVar

from fastapi import APIRouter, Request, Response
from fastapi.params import Form
from fastapi.routing import APIRoute
from starlette.routing import Match
from starlette.types import Scope

from quarterdeck.infra.web import idempotency, json_body
from quarterdeck.infra.web.body_limit import OWN_LIMIT
from quarterdeck.infra.web.media import FORM, is_json
from quarterdeck.kit.errors import UnsupportedMediaType

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class DeckRouter(APIRouter):
    """A router that first looks whether an address can be its own at all.

    FastAPI asks every included router in turn, and each tries all its patterns; with some hundred routes that costs
    more than the answer.
    """

    def __init__(self, *, prefix: str, tags: list[str | Enum], route_class: type[APIRoute] | None = None) -> None:
        super().__init__(prefix=prefix, tags=tags, route_class=route_class or DeckRoute)
        self._landmark = prefix.partition("{")[0]

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        if self._landmark not in scope["path"]:
            return Match.NONE, {}
        return super().matches(scope)


class DeckRoute(APIRoute):
    """Routes of Quarterdeck. Use `APIRouter(route_class=DeckRoute)`; a subclass may take larger bodies."""

    body_limit: ClassVar[int | None] = None

    def get_route_handler(self) -> Handler:
        answer = super().get_route_handler()
        takes_json = self.body_field is not None and not isinstance(self.body_field.field_info, Form)
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

    parsed: Any = None

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
