"""The real server, keeping no answer: each list is made anew, as if somebody wrote between every two reads.

Run as a program by `list_route`; its settings come from the environment.
"""

from dataclasses import replace

from starlette.types import ASGIApp, Receive, Scope, Send

from quarterdeck.infra.logs import configure_logging
from quarterdeck.infra.settings import load_settings
from quarterdeck.infra.web.response_cache import ResponseCache
from quarterdeck.server.application import create_app
from quarterdeck.server.http_server import serve

settings = load_settings(None)
configure_logging(settings)
app = create_app(settings)


class Forgetful:
    def __init__(self, inner: ASGIApp) -> None:
        self._inner = inner

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            parts = app.state.parts
            app.state.parts = replace(parts, response_cache=ResponseCache(parts.database))
        await self._inner(scope, receive, send)


async def nothing(_url: str) -> None:
    return


def main() -> None:
    app.add_middleware(Forgetful)
    serve(app, settings, nothing)


if __name__ == "__main__":
    main()
