"""A whole server with two routes of the tests' own: one that breaks, one that streams."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from typing import Any

import httpx2
import pytest
from fastapi import APIRouter, FastAPI, WebSocket
from pydantic import SecretStr
from starlette.responses import StreamingResponse

from quarterdeck.infra.settings import Settings
from quarterdeck.server.application import create_app
from tests.conftest import client_of, running

Serving = Callable[..., AbstractAsyncContextManager[httpx2.AsyncClient]]

router = APIRouter()


@router.get("/test/broken")
async def broken() -> None:
    raise RuntimeError("the password is hunter2")


@router.get("/test/broken-stream")
async def broken_stream() -> StreamingResponse:
    async def body() -> AsyncIterator[bytes]:
        yield b"begun"
        await asyncio.sleep(0)
        raise RuntimeError("the password is hunter2")

    return StreamingResponse(body())


@router.websocket("/test/socket")
async def socket(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.send_text("in")
    await websocket.close()


@asynccontextmanager
async def served(settings: Settings) -> AsyncIterator[FastAPI]:
    app = create_app(settings)
    app.include_router(router)
    async with running(app):
        yield app


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Without an administrator: making the password's hash would take most of a test's time."""
    nobody = {"admin_email": "", "admin_password": SecretStr("")}
    return replace(settings, security=settings.security.model_copy(update=nobody))


@pytest.fixture
async def app(settings: Settings) -> AsyncIterator[FastAPI]:
    async with served(settings) as app:
        yield app


@pytest.fixture
def serving(settings: Settings) -> Serving:
    """Start a server whose `Server` group differs in the given settings; gives a client of it."""

    @asynccontextmanager
    async def serve(**changes: Any) -> AsyncIterator[httpx2.AsyncClient]:
        changed = replace(settings, server=settings.server.model_copy(update=changes))
        async with served(changed) as app, client_of(app) as client:
            yield client

    return serve
