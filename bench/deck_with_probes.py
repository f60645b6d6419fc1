"""The real server, with a bare route that anybody and one that only the signed-in may call, and a tick on its loop.

Run as a program by `token_check` and `sign_ins`; its settings come from the environment.
"""

from contextlib import AsyncExitStack
from typing import Annotated, Any

from fastapi import Request

from bench.cpu_clock import CpuClock
from bench.loop_lag import LoopLag
from quarterdeck.identity.caller import Caller
from quarterdeck.identity.web import requires
from quarterdeck.infra.logs import configure_logging
from quarterdeck.infra.settings import load_settings
from quarterdeck.server.application import create_app
from quarterdeck.server.http_server import serve

settings = load_settings(None)
configure_logging(settings)
app = create_app(settings)
app.add_middleware(CpuClock)
lag, running = LoopLag(), AsyncExitStack()


@app.get("/bench/public")
async def public() -> dict[str, str]:
    return {"status": "here"}


@app.get("/bench/signed-in")
async def signed_in(_caller: Annotated[Caller, requires(None)]) -> dict[str, str]:
    return {"status": "here"}


@app.get("/bench/forget")
async def forget(request: Request) -> None:
    """Forget every caller, as five seconds would."""
    request.app.state.parts.identity.callers.forget()


@app.get("/bench/lag")
async def late() -> list[float]:
    return lag.taken()


async def watch(_url: str) -> None:
    await running.enter_async_context(lag.watching())


def main() -> Any:
    serve(app, settings, watch)


if __name__ == "__main__":
    main()
