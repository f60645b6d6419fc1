"""The hash chain of the audit log: each row's hash covers the row and the hash before it."""

import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from quarterdeck.kit.clock import isoformat

START = "0" * 64


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """One thing that happened. `facts` is canonical JSON text, so that no database rewrites what was hashed."""

    seq: int
    time: datetime
    actor_id: str | None
    credential: str
    credential_id: str | None
    action: str
    object_type: str
    object_id: str | None
    outcome: str
    request_id: str | None
    peer: str | None
    facts: str


@dataclass(frozen=True, slots=True)
class Link:
    """A kept row: the event and its place in the chain."""

    event: AuditEvent
    prev_hash: str
    hash: str


def canonical(value: Mapping[str, object]) -> str:
    """Write a mapping as JSON that is the same text for the same content."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def event_hash(key: bytes, prev_hash: str, event: AuditEvent) -> str:
    """Return the HMAC-SHA256 of `prev_hash` and the event, in hexadecimal."""
    plain = asdict(event) | {"time": isoformat(event.time)}
    return hmac.digest(key, f"{prev_hash}{canonical(plain)}".encode(), "sha256").hex()


def first_broken(key: bytes, before: Link | None, links: Iterable[Link]) -> int | None:
    """Return the seq at which the chain that continues `before` breaks, or `None` when it holds."""
    prev_hash, seq = (before.hash, before.event.seq) if before else (START, 0)
    for link in links:
        seq += 1
        linked = link.event.seq == seq and link.prev_hash == prev_hash
        if not linked or not hmac.compare_digest(link.hash, event_hash(key, prev_hash, link.event)):
            return seq
        prev_hash = link.hash
    return None
