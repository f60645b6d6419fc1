"""Anything that signs after Standard Webhooks."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar

from quarterdeck.events.inbox.kinds.core import Headers, Kind, Label, checked_label, declared, picked
from quarterdeck.events.inbox.kinds.standard import is_signed
from quarterdeck.events.inbox.types import NormalizedEvent
from quarterdeck.infra.event_log import EventType

RECEIVED = declared("generic.received", "webhooks:manage", "`type`, `timestamp`")


class Generic(Kind):
    name: ClassVar[str] = "generic"
    proofs: ClassVar[tuple[str, ...]] = ("webhook-signature",)
    event_types: ClassVar[Sequence[EventType]] = (RECEIVED,)

    def is_proven(self, headers: Headers, body: bytes, secret: str, moment: datetime) -> bool:
        return is_signed(headers, body, secret, moment)

    def label(self, headers: Headers, body: bytes) -> Label:  # noqa: ARG002 - the signature covers the id
        delivery_id = headers.get("webhook-id", "")
        return checked_label(delivery_id, "message", delivery_id.encode())

    def normalize(self, event: str, payload: Any) -> Sequence[NormalizedEvent]:  # noqa: ARG002 - all are messages
        return [NormalizedEvent(RECEIVED, picked(payload, type="type", timestamp="timestamp"))]
