"""Run the server: bind first, then start, tell where it is, and end streams before waiting for them."""

import json
import os
import resource
import signal
import socket
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import Any

import uvicorn
from fastapi import FastAPI
from starlette.types import Message
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from quarterdeck.infra.settings import Settings
from quarterdeck.kit.errors import QuarterdeckError

BACKLOG = 2_048
CLOSED_FOR_SURE_SECONDS = 15.0
STUCK_PEER_MS = 60_000
MOST_FILES = 65_536
LAST_WORD_SECONDS = 2.0


class AddressTaken(QuarterdeckError):
    code = "ADDRESS_TAKEN"


class DeckServer(uvicorn.Server):
    """uvicorn, telling open streams to end as soon as a stop is asked for; the lifespan would hear of it too late."""

    def __init__(self, config: uvicorn.Config, app: FastAPI, ready: Callable[[], Awaitable[None]]) -> None:
        super().__init__(config)
        self._deck, self._ready = app, ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            await self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let streams say their last word first: uvicorn closes sockets at once, whether a busy loop said it or not."""
        if not self.force_exit:
            await self._deck.state.parts.live.streams.ended(LAST_WORD_SECONDS)
        await super().shutdown(sockets)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002 - uvicorn calls it so
        """Stop; a second Ctrl-C stops at once. uvicorn would raise the signal anew, and end us before we tidy up."""
        self._deck.state.stopping.set()
        self.force_exit = self.should_exit and sig == signal.SIGINT
        self.should_exit = True


class DeckSocket(WebSocketsSansIOProtocol):
    """uvicorn's WebSocket, whose close does not wait behind what a stuck reader never takes."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.conn.debug = False  # its debug lines are whole handshakes and messages, with the credentials in them

    async def send(self, message: Message) -> None:  # type: ignore[override]  # the same, by Starlette's name
        closing = message["type"] == "websocket.close"
        if closing:
            self.writable.set()
        await super().send(message)  # type: ignore[arg-type]
        if closing:
            self.loop.call_later(CLOSED_FOR_SURE_SECONDS, self.transport.abort)


def serve(app: FastAPI, settings: Settings, ready: Callable[[str], Awaitable[None]]) -> None:
    """Serve until told to stop. `ready` is called with the address once requests are answered.

    Raises:
        AddressTaken: something else listens there.
    """
    server = settings.server
    _allow_many_sockets()
    listener = _bind(server.host, server.port)
    url = f"http://{_shown(server.host)}:{listener.getsockname()[1]}{server.base_path}"
    note = running_note(settings)

    async def announce() -> None:
        note.parent.mkdir(parents=True, exist_ok=True, mode=0o700)  # with everything elsewhere nothing made it yet
        note.write_text(json.dumps({"pid": os.getpid(), "url": url}), encoding="utf-8")
        await ready(url)

    try:
        DeckServer(uvicorn_config(app, settings), app, announce).run(sockets=[listener])
    finally:
        with suppress(FileNotFoundError):
            note.unlink()


def uvicorn_config(app: FastAPI, settings: Settings) -> uvicorn.Config:
    """How uvicorn speaks for us. Sockets are not compressed: that costs more memory than the rest of one."""
    server = settings.server
    return uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=server.graceful_timeout,
        proxy_headers=bool(server.trusted_proxies),
        forwarded_allow_ips=list(server.trusted_proxies),
        ws=DeckSocket,
        ws_max_size=1_048_576,
        ws_per_message_deflate=False,
        h11_max_incomplete_event_size=65_536,
    )


def running_note(settings: Settings) -> Path:
    """Where a running server says what its address is, for commands on the same machine."""
    return settings.server.data_dir / "server.json"


def _bind(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise AddressTaken(
            f"Cannot listen on {host}:{port}: {error.strerror}", hint="Set PORT to another one"
        ) from error
    if hasattr(socket, "TCP_USER_TIMEOUT"):  # Linux: lets go of a peer that takes nothing any more, dead or stuck
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, STUCK_PEER_MS)
    listener.listen(BACKLOG)
    return listener


def _allow_many_sockets() -> None:
    """Raise the soft limit of open files, which is often 1,024: each reader of a stream is one."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _shown(host: str) -> str:
    if host in ("0.0.0.0", "::"):  # noqa: S104 - compared, not bound
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host
