"""A server that writes an event when asked to, and seldom polls. Run as a program by the test beside it."""

import os

from fastapi import Request

from quarterdeck.events.live import tail
from quarterdeck.infra.event_log import EventType, publish
from quarterdeck.infra.logs import configure_logging
from quarterdeck.infra.settings import load_settings
from quarterdeck.server.application import create_app
from quarterdeck.server.http_server import serve

tail.POLL_SECONDS = float(os.environ["TEST_POLL_SECONDS"])
settings = load_settings(None)
configure_logging(settings)
app = create_app(settings)


@app.post("/test/emit")
async def write_event(request: Request, subject: str) -> None:
    async with request.app.state.parts.database.writing() as session:
        publish(session, EventType("thing.happened", audience="administrators"), subject)


async def nothing(_url: str) -> None:
    return


serve(app, settings, nothing)
