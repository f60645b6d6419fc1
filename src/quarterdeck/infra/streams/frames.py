"""What is sent on a stream, encoded once for everybody who gets it, in the form of both transports."""

import json
from dataclasses import dataclass
from typing import Any

from quarterdeck.kit.errors import QuarterdeckError


@dataclass(frozen=True, slots=True)
class Frame:
    """One thing to send: a block of a server-sent stream, and a text message of a socket."""

    block: bytes
    message: str


def entry(kind: str, seq: int, value: Any) -> Frame:
    """Encode an entry of a numbered log; a socket gets `value` in a field called `kind`."""
    body = _json(value)
    return Frame(f"id: {seq}\ndata: {body}\n\n".encode(), f'{{"type":"{kind}","{kind}":{body}}}')


def notice(kind: str, *, at: int | None = None, **fields: Any) -> Frame:
    """Encode something about the stream itself; `at` is from where its reader would resume."""
    id_line = "" if at is None else f"id: {at}\n"
    block = f"event: {kind}\n{id_line}data: {_json(fields)}\n\n".encode()
    return Frame(block, _json({"type": kind} | fields))


def range_notice(kind: str, first: int, last: int, at: int) -> Frame:
    """Encode `sync` or `resync`: what follows comes after `first`, or what came after it up to `last` is gone."""
    return notice(kind, at=at, **{"from": first, "through": last})


def heartbeat(at: int) -> Frame:
    """Encode a sign of life; it also moves on who reads a stream on which little is for them."""
    return Frame(f": beat\nid: {at}\n\n".encode(), _json({"type": "pong", "seq": at}))


def error_message(error: QuarterdeckError) -> str:
    """Write an error as a socket is told of it."""
    body: dict[str, Any] = {"code": error.code, "status": error.status, "message": error.text}
    if error.retry_after is not None:
        body["retry_after"] = error.retry_after
    return json.dumps({"type": "error", "error": body})


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
