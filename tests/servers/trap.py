"""A small web server that answers as a test scripts it, and counts every connection anybody makes to it."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

Script = Callable[[asyncio.StreamWriter], Awaitable[None]]

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"


@dataclass
class Asked:
    """One request as it came over the wire."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Trap:
    """`scripts` maps a target to what is written for it; everything else is answered with `ok`."""

    port: int = 0
    connections: int = 0
    server_names: list[str | None] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    scripts: dict[str, Script] = field(default_factory=dict)
    answering: set["asyncio.Task[None]"] = field(default_factory=set)

    def answers(self, target: str, raw: bytes) -> None:
        async def write(writer: asyncio.StreamWriter) -> None:
            writer.write(raw)

        self.scripts[target] = write

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            asked = await _request(reader)
            self.asked.append(asked)
            await self._answer(self.scripts.get(asked.target, _ok), writer)
            await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass  # the client went away, which some tests are about
        finally:
            writer.close()
            with suppress(OSError, asyncio.CancelledError):
                await writer.wait_closed()

    async def _answer(self, script: Script, writer: asyncio.StreamWriter) -> None:
        """Run the script in a task that is held on to: some wait for ever, and would be collected as they wait."""
        task = asyncio.ensure_future(script(writer))
        self.answering.add(task)
        try:
            with suppress(asyncio.CancelledError):
                await task
        finally:
            self.answering.discard(task)

    async def leave(self) -> None:
        """Let go of who still waits for an answer."""
        waiting = tuple(self.answering)
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)


@asynccontextmanager
async def trap_server(tls: ssl.SSLContext | None = None) -> AsyncIterator[Trap]:
    trap = Trap()
    if tls is not None:
        tls.sni_callback = lambda _socket, name, _context: trap.server_names.append(name)
    server = await asyncio.start_server(trap.serve, "127.0.0.1", 0, ssl=tls)
    trap.port = server.sockets[0].getsockname()[1]
    try:
        yield trap
    finally:
        server.close()
        await trap.leave()


async def _ok(writer: asyncio.StreamWriter) -> None:
    writer.write(OK)


async def _request(reader: asyncio.StreamReader) -> Asked:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    method, target, _ = head[0].split(" ")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:] if line)}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Asked(method, target, headers, body)
