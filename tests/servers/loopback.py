"""An application of this process on a real socket, as uvicorn serves it."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from fastapi import FastAPI

from quarterdeck.infra.settings import Settings
from quarterdeck.server.http_server import uvicorn_config
from tests.waiting import eventually


@asynccontextmanager
async def on_loopback(app: FastAPI, settings: Settings) -> AsyncIterator[str]:
    """Serve `app`, whose resources are open already, and yield its address without the scheme."""
    config = uvicorn_config(app, settings)
    config.lifespan, config.timeout_graceful_shutdown = "off", 1
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(config)
    task = asyncio.create_task(server._serve([listener]))  # `serve` would take over the signals of this process
    await eventually(lambda: server.started)
    try:
        yield f"127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        await task
