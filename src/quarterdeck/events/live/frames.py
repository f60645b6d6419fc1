"""What is said on a stream, encoded once for all who hear it, in the words of both transports."""

import json
from dataclasses import dataclass
from typing import Any

from quarterdeck.infra.event_log import Event


@dataclass(frozen=True, slots=True)
class Frame:
    """One thing said: a block of a server-sent stream, and a text message of a socket."""

    block: bytes
    message: str


class EncodedEvent:
    """An event, and the frame that tells of it: made for the first who is to hear it, and kept for all others."""

    __slots__ = ("_frame", "event")

    def __init__(self, event: Event) -> None:
        self.event = event
        self._frame: Frame | None = None

    @property
    def seq(self) -> int:
        return self.event.seq

    @property
    def frame(self) -> Frame:
        if self._frame is None:
            self._frame = _frame_of(self.event)
        return self._frame


def _frame_of(event: Event) -> Frame:
    body = _json(event.on_the_wire())
    block = f"id: {event.seq}\ndata: {body}\n\n".encode()
    return Frame(block, f'{{"type":"event","event":{body}}}')


def notice(kind: str, *, at: int | None = None, **fields: Any) -> Frame:
    """Say something about the stream itself; `at` is from where who hears it would resume."""
    place = "" if at is None else f"id: {at}\n"
    block = f"event: {kind}\n{place}data: {_json(fields)}\n\n".encode()
    return Frame(block, _json({"type": kind} | fields))


def range_notice(kind: str, first: int, last: int, at: int) -> Frame:
    """Say `sync` or `resync`: what follows comes after `first`, or what came after it up to `last` is gone."""
    return notice(kind, at=at, **{"from": first, "through": last})


def heartbeat(at: int) -> Frame:
    """A sign of life; it also moves on the place of who reads a stream on which little is for them."""
    return Frame(f": beat\nid: {at}\n\n".encode(), _json({"type": "pong", "seq": at}))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
