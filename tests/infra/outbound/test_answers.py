"""What comes back is bounded in size, time and number, whatever the other side tries."""

import asyncio
import gzip
import threading
import tracemalloc
import zlib
from collections.abc import Sequence

import pytest

from quarterdeck.infra.outbound import Outbound, OutboundFailed
from quarterdeck.infra.settings import Settings
from tests.infra.outbound.conftest import allowing
from tests.servers.trap import Script, Trap, trap_server


def answer(body: bytes, *headers: str, length: int | None = None) -> bytes:
    lines = ["HTTP/1.1 200 OK", f"Content-Length: {len(body) if length is None else length}", *headers]
    return "\r\n".join([*lines, "", ""]).encode() + body


def at(trap: Trap, target: str = "/") -> str:
    return f"http://127.0.0.1:{trap.port}{target}"


async def reason(outbound: Outbound, trap: Trap, *, timeout: float = 5.0, most_bytes: int = 1_000_000) -> str:  # noqa: ASYNC109
    with pytest.raises(OutboundFailed) as failed:
        await outbound.send("GET", at(trap), timeout=timeout, most_bytes=most_bytes)
    assert (failed.value.status, failed.value.code) == (502, "UPSTREAM_FAILED")
    assert "127.0.0.1" not in failed.value.text
    return failed.value.reason


async def test_any_status_is_a_reply_with_its_headers_and_time(listed: Outbound, trap: Trap) -> None:
    trap.answers("/", b"HTTP/1.1 503 No\r\nRetry-After: 7\r\nX-A: 1\r\nX-A: 2\r\nContent-Length: 4\r\n\r\nbusy")

    reply = await listed.send("GET", at(trap))

    assert (reply.status, reply.body, reply.whole) == (503, b"busy", True)
    assert (reply.headers["retry-after"], reply.headers["x-a"]) == ("7", "1, 2")
    assert 0 < reply.ms < 5_000


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzip.compress(b"[1, 2]", mtime=0)),
        ("x-gzip", gzip.compress(b"[1, 2]", mtime=0)),
        ("deflate", zlib.compress(b"[1, 2]")),
        ("identity", b"[1, 2]"),
    ],
)
async def test_packed_bodies_are_unpacked(listed: Outbound, trap: Trap, encoding: str, packed: bytes) -> None:
    trap.answers("/", answer(packed, f"Content-Encoding: {encoding}"))

    assert (await listed.send("GET", at(trap))).body == b"[1, 2]"


def layered(times: int, body: bytes) -> bytes:
    for _ in range(times):
        body = gzip.compress(body, mtime=0)
    return body


async def test_a_bomb_is_never_unpacked_beyond_the_limit(listed: Outbound, trap: Trap) -> None:
    bomb = gzip.compress(bytes(200_000_000), compresslevel=9)
    trap.answers("/", answer(bomb, "Content-Encoding: gzip"))
    tracemalloc.start()
    try:
        assert await reason(listed, trap) == "size"
        most_held = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert most_held < 10_000_000
    trap.answers("/", answer(gzip.compress(bytes(900_000)), "Content-Encoding: gzip"))
    assert len((await listed.send("GET", at(trap), most_bytes=1_000_000)).body) == 900_000


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("br", b"\x8b\x02\x80ok\x03"),
        ("zstd", b"(\xb5/\xfd"),
        ("gzip, gzip", layered(2, b"ok")),
        ("gzip", b"not gzip at all"),
        ("gzip", gzip.compress(b"ok" * 500, mtime=0)[:-9]),
        ("gzip", gzip.compress(b"ok", mtime=0) + gzip.compress(b"more", mtime=0)),
        ("compress", b"ok"),
    ],
)
async def test_packings_that_cannot_be_bounded_or_read_are_failures(
    listed: Outbound, trap: Trap, encoding: str, body: bytes
) -> None:
    trap.answers("/", answer(body, f"Content-Encoding: {encoding}"))

    assert await reason(listed, trap) == "answer"


async def test_a_body_over_the_limit_fails_or_is_cut_when_only_its_beginning_is_wanted(
    listed: Outbound, trap: Trap
) -> None:
    trap.answers("/", answer(b"x" * 101))

    assert await reason(listed, trap, most_bytes=100) == "size"
    cut = await listed.send("GET", at(trap), most_bytes=100, cut=True)
    assert (cut.body, cut.whole, cut.status) == (b"x" * 100, False, 200)
    assert len((await listed.send("GET", at(trap), most_bytes=101)).body) == 101


def endless(*, head: bytes, piece: bytes, pause: float = 0.0) -> Script:
    async def write(writer: asyncio.StreamWriter) -> None:
        writer.write(head)
        while True:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause)

    return write


CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


async def test_an_endless_body_is_left_at_the_limit(listed: Outbound, trap: Trap) -> None:
    trap.scripts["/"] = endless(head=CHUNKED, piece=b"1000\r\n" + b"x" * 4_096 + b"\r\n")

    assert await reason(listed, trap) == "size"


async def test_an_endless_packed_body_that_unpacks_to_nothing_is_left_at_the_limit(
    listed: Outbound, trap: Trap
) -> None:
    packer = zlib.compressobj()
    start, nothing = packer.flush(zlib.Z_SYNC_FLUSH) or b"x\x9c", b"\x00\x00\x00\xff\xff" * 800
    head = CHUNKED.replace(b"\r\n\r\n", b"\r\nContent-Encoding: deflate\r\n\r\n")
    trap.scripts["/"] = endless(
        head=head + f"{len(start):x}\r\n".encode() + start + b"\r\n",
        piece=f"{len(nothing):x}\r\n".encode() + nothing + b"\r\n",
    )

    assert await reason(listed, trap) == "size"


@pytest.mark.parametrize(
    "script",
    [
        endless(head=b"", piece=b"", pause=0.05),
        endless(head=b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", piece=b"x", pause=0.05),
        endless(head=b"HTTP/1.1 200 OK\r\n", piece=b"X-A: b\r\n", pause=0.05),
        endless(head=b"", piece=b"HTTP/1.1 100 Continue\r\n\r\n", pause=0.01),
    ],
    ids=["silence", "drops of body", "drops of header", "continue, continue"],
)
async def test_one_deadline_covers_the_whole(listed: Outbound, trap: Trap, script: Script) -> None:
    trap.scripts["/"] = script

    assert await reason(listed, trap, timeout=0.3) == "timeout"


async def test_the_deadline_covers_a_name_service_that_hangs(settings: Settings) -> None:
    end = threading.Event()

    def hanging(_host: str, _port: int) -> Sequence[str]:
        end.wait(10)
        return ["127.0.0.1"]

    with pytest.raises(OutboundFailed) as failed:
        await Outbound(settings, resolver=hanging).send("GET", "https://example.com/", timeout=0.1)
    end.set()

    assert failed.value.reason == "timeout"


@pytest.mark.parametrize(
    "raw",
    [
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: a\r\n" % number for number in range(101)) + b"\r\n",
        b"HTTP/1.1 200 OK\r\nX-A: " + b"a" * 200_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"",
    ],
    ids=["no HTTP", "many headers", "long header", "short", "negative", "two lengths", "bad chunk", "nothing"],
)
async def test_an_answer_that_is_no_http_is_a_failure(listed: Outbound, trap: Trap, raw: bytes) -> None:
    trap.answers("/", raw)

    assert await reason(listed, trap) == "answer"


async def test_a_closed_port_is_a_failure(settings: Settings) -> None:
    async with trap_server() as trap:
        listed = Outbound(allowing(settings, f"127.0.0.1:{trap.port}"))
        assert (await listed.send("GET", at(trap))).status == 200

    assert await reason(listed, trap) == "connection"


async def test_many_calls_at_once_leave_nothing_open(listed: Outbound, trap: Trap) -> None:
    replies = await asyncio.gather(*(listed.send("GET", at(trap)) for _ in range(30)))

    assert {reply.status for reply in replies} == {200}
    assert listed._pool.connections == []
