"""The limit: `websockets` alone, telling every connection the same text and checking nothing."""

import asyncio
import json
import os
from datetime import UTC, datetime
from http import HTTPStatus

import uvloop
from websockets.asyncio.server import ServerConnection, broadcast, serve
from websockets.http11 import Request, Response

READERS: set[ServerConnection] = set()


async def hold(connection: ServerConnection) -> None:
    """A reader stays; whoever says something makes the server tell everybody."""
    READERS.add(connection)
    try:
        async for _ in connection:
            broadcast(READERS, event())
    finally:
        READERS.discard(connection)


def event() -> str:
    """As long and as shaped as one of ours."""
    told = {
        "seq": 1_000,
        "id": "01a2006c-cd7f-7579-940e-f29154f4d890",
        "type": "team.created",
        "time": datetime.now(UTC).isoformat().replace("+00:00", "Z"),
        "organization_id": "01a2006c-cd7f-7579-940e-f29154f4d890",
        "subject": {"type": "team", "id": "01a2006c-cd7f-7579-940e-f29154f4d890"},
        "actor_id": "01a2006c-cd7f-7579-940e-f29154f4d890",
        "data": {"name": "fan-out"},
    }
    return json.dumps({"type": "event", "event": told}, separators=(",", ":"))


def answer_probe(connection: ServerConnection, request: Request) -> Response | None:
    return connection.respond(HTTPStatus.OK, "well") if request.path == "/health" else None


async def main() -> None:
    port = int(os.environ["PEER_PORT"])
    async with serve(hold, "127.0.0.1", port, compression=None, process_request=answer_probe):
        await asyncio.Event().wait()


if __name__ == "__main__":
    uvloop.run(main())
