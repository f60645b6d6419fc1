"""What every kind of source has in common: how deliveries are proven, named and read."""

import hmac
import re
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, ClassVar
from urllib.parse import parse_qs

from quarterdeck.events.inbox.errors import BadDelivery, Unreadable
from quarterdeck.events.inbox.types import NormalizedEvent
from quarterdeck.infra.event_log import EventType
from quarterdeck.infra.web import json_body
from quarterdeck.infra.web.media import FORM, media_type
from quarterdeck.kit.errors import QuarterdeckError

DELIVERY_ID = re.compile(r"[\x21-\x7e]{1,200}")
EVENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.: -]{0,99}")
LONGEST_TEXT = 300
SUBJECT = "inbox_delivery"

Headers = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Label:
    """How a sender names a delivery, and the fingerprint under which a replay is recognised."""

    delivery_id: str
    event: str
    fingerprint: str


class Kind(ABC):
    """One system's way to deliver. `headers` are case-insensitive, bodies are the bytes as they came."""

    name: ClassVar[str]
    proofs: ClassVar[tuple[str, ...]]  # headers that may prove a delivery
    event_types: ClassVar[Sequence[EventType]]  # what its deliveries may say in our words

    def offers_proof(self, headers: Headers) -> bool:
        """Tell whether there is anything to check, before the body is read."""
        return any(headers.get(name) for name in self.proofs)

    @abstractmethod
    def is_proven(self, headers: Headers, body: bytes, secret: str, moment: datetime) -> bool:
        """Tell, in constant time, whether somebody who knows `secret` sent this."""

    @abstractmethod
    def label(self, headers: Headers, body: bytes) -> Label:
        """Name a proven delivery. Raises `BadDelivery`."""

    @abstractmethod
    def normalize(self, event: str, payload: Any) -> Sequence[NormalizedEvent]:
        """Say in our words what the payload tells; nothing for what we have no words for."""


def declared(name: str, scope: str, data: str) -> EventType:
    """Declare what a delivery may say, to the members of its source's organization."""
    return EventType(name, audience="organization", scope=scope, subject=SUBJECT, data=data)


def is_hmac(body: bytes, secret: str, offered: str) -> bool:
    """Compare a hexadecimal HMAC-SHA256 over `body`."""
    expected = hmac.new(secret.encode(), body, sha256).hexdigest()
    return hmac.compare_digest(expected.encode(), offered.encode())


def checked_label(delivery_id: str | None, event: str | None, covered: bytes) -> Label:
    """Build a label from headers; `covered` is what makes two deliveries the same one."""
    if not (delivery_id and event and DELIVERY_ID.fullmatch(delivery_id) and EVENT.fullmatch(event)):
        raise BadDelivery
    return Label(delivery_id, event, sha256(covered).hexdigest())


def read_payload(content_type: str, body: bytes) -> dict[str, Any]:
    """Read a body as a JSON object, also from the `payload` field of a form. Raises `Unreadable`."""
    is_form = media_type(content_type) == FORM
    try:
        payload = json_body.loads(_payload_field(body) if is_form else body)
    except QuarterdeckError as error:
        raise Unreadable(error.text) from None
    if not isinstance(payload, dict):
        raise Unreadable("The body is not a JSON object")
    return payload


def _payload_field(body: bytes) -> bytes:
    try:
        fields = parse_qs(body, strict_parsing=True, max_num_fields=10)
    except ValueError:
        raise Unreadable("The form cannot be read") from None
    if len(fields.get(b"payload", ())) != 1:
        raise Unreadable("The form has no field `payload`")
    return fields[b"payload"][0]


def part(payload: Any, *path: str) -> Any:
    """Look into a payload of which nothing is certain; `None` where the path ends."""
    for name in path:
        payload = payload.get(name) if isinstance(payload, dict) else None
    return payload


def picked(payload: Any, **paths: str) -> dict[str, Any]:
    """Pick plain values by dotted paths; texts are cut, lists and objects left out."""
    found = {name: part(payload, *path.split(".")) for name, path in paths.items()}
    return {
        name: value[:LONGEST_TEXT] if isinstance(value, str) else value
        for name, value in found.items()
        if isinstance(value, str | int | float | bool)
    }


def texts(*values: Any) -> list[str]:
    """Return those values that are texts, bounded as every part of an event is."""
    return [value for value in values if isinstance(value, str) and 0 < len(value) <= LONGEST_TEXT]


def count(value: Any) -> int:
    return len(value) if isinstance(value, list) else 0
