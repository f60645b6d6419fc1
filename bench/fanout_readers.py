"""Many readers in one process: each notes when an event reached it. Driven by lines on standard input.

`open KIND HOST PORT COUNT` opens that many (`sse` or `ws`) with the credentials of the line before, `close` closes
them and prints what they saw as one line of JSON.
"""

import asyncio
import base64
import json
import os
import re
import sys
import time
from datetime import datetime
from typing import Any

import uvloop

EVENT = re.compile(rb'"type":"team\.created","time":"([^"]+)"')
AT_ONCE = 50


class Reader(asyncio.Protocol):
    """A bare connection: parsing more would measure the reader."""

    def __init__(self, request: bytes, saw: list[float]) -> None:
        self._request, self._saw = request, saw
        self._rest = b""
        self.opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.seen = 0

    def connection_made(self, transport: Any) -> None:
        transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        moment = time.time()
        if not self.opened.done():
            good = data.startswith((b"HTTP/1.1 101", b"HTTP/1.1 200"))
            if good:
                self.opened.set_result(None)
            else:
                self.opened.set_exception(RuntimeError(data[:200].decode()))
        text = self._rest + data
        end = 0
        for found in EVENT.finditer(text):
            self._saw.append(moment - datetime.fromisoformat(found[1].decode()).timestamp())
            self.seen += 1
            end = found.end()
        self._rest = text[end:][-400:]


def request_of(kind: str, place: str, bearer: str) -> bytes:
    head = f"Host: {place}\r\nAuthorization: Bearer {bearer}\r\n"
    if kind == "sse":
        return f"GET /api/v1/events HTTP/1.1\r\n{head}Accept: text/event-stream\r\n\r\n".encode()
    key = base64.b64encode(os.urandom(16)).decode()
    upgrade = f"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n"
    return f"GET /ws/events HTTP/1.1\r\n{head}{upgrade}\r\n".encode()


async def open_readers(
    kind: str, host: str, port: int, count: int, bearers: list[str], saw: list[float]
) -> list[tuple[Any, Reader]]:
    loop = asyncio.get_running_loop()
    opened: list[tuple[Any, Reader]] = []

    async def one(number: int) -> None:
        request = request_of(kind, f"{host}:{port}", bearers[number % len(bearers)])
        transport, reader = await loop.create_connection(lambda: Reader(request, saw), host, port)
        await reader.opened
        opened.append((transport, reader))

    for start in range(0, count, AT_ONCE):
        await asyncio.gather(*(one(number) for number in range(start, min(start + AT_ONCE, count))))
    return opened


def say(value: object) -> None:
    sys.stdout.write(f"{json.dumps(value)}\n")
    sys.stdout.flush()


async def main() -> None:
    lines = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    bearers: list[str] = json.loads(await lines.readline())
    readers: list[tuple[Any, Reader]] = []
    saw: list[float] = []
    while line := (await lines.readline()).decode().split():
        if line[0] == "open":
            readers = await open_readers(line[1], line[2], int(line[3]), int(line[4]), bearers, saw)
            say({"open": len(readers)})
        else:
            say({"seconds": saw, "fewest": min(reader.seen for _, reader in readers)})
            for transport, _ in readers:
                transport.abort()
            readers, saw = [], []


if __name__ == "__main__":
    uvloop.run(main())
