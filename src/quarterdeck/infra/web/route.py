"""The route class of every router: strict JSON in, and each POST carried out once for each `Idempotency-Key`."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.params import Form
from fastapi.routing import APIRoute

from quarterdeck.infra.web import idempotency, json_body
from quarterdeck.kit.errors import UnsupportedMediaType

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class DeckRoute(APIRoute):
    """Routes of Quarterdeck. Use `APIRouter(route_class=DeckRoute)`."""

    def get_route_handler(self) -> Handler:
        answer = super().get_route_handler()
        takes_json = self.body_field is not None and not isinstance(self.body_field.field_info, Form)
        posts = "POST" in (self.methods or ())

        async def read_strictly(request: Request) -> Response:
            strict = StrictRequest(request.scope, request.receive)
            await strict.parse()
            return await answer(strict)

        async def once(request: Request) -> Response:
            strict = StrictRequest(request.scope, request.receive)
            if takes_json:
                await strict.parse()
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
        kind = self.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != "application/json" and not (kind.startswith("application/") and kind.endswith("+json")):
            raise UnsupportedMediaType
        self.parsed = json_body.loads(body)
        idempotency.take_key_from_body(self)

    async def json(self) -> Any:
        return self.parsed
