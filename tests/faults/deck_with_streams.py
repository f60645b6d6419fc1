"""A server with two endless streams and an endless job, to be told to stop. Run as a program by the test beside it."""

import asyncio
from collections.abc import AsyncIterator

from fastapi import Request
from starlette.responses import StreamingResponse

from quarterdeck.infra.jobs import JobContext, enqueue
from quarterdeck.infra.logs import configure_logging
from quarterdeck.infra.settings import load_settings
from quarterdeck.server.application import create_app
from quarterdeck.server.http_server import serve

settings = load_settings(None)
configure_logging(settings)
app = create_app(settings)


@app.get("/test/polite")
async def polite(request: Request) -> StreamingResponse:
    async def events() -> AsyncIterator[bytes]:
        yield b"begun\n"
        await request.app.state.stopping.wait()
        yield b"end\n"

    return StreamingResponse(events())


@app.get("/test/deaf")
async def deaf() -> StreamingResponse:
    async def events() -> AsyncIterator[bytes]:
        while True:
            yield b"and on\n"
            await asyncio.sleep(0.05)

    return StreamingResponse(events())


async def wait_for_ever(_context: JobContext) -> None:
    await asyncio.Event().wait()


async def queue_a_job(_url: str) -> None:
    app.state.parts.worker._handlers = {"test.wait": wait_for_ever}
    async with app.state.parts.database.writing() as session:
        await enqueue(session, "test.wait", {})
    app.state.parts.worker.wake()


serve(app, settings, queue_a_job)
