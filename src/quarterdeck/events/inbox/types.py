"""What sources and deliveries look like outside their tables."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from quarterdeck.infra.database import Session
from quarterdeck.infra.event_log import EventType

SourceKind = Literal["github", "gitlab", "sentry", "generic"]
DeliveryState = Literal["received", "processed", "ignored", "failed"]


@dataclass(frozen=True, slots=True)
class InboxSource:
    """A system that may deliver. A built-in one has its secret in the settings and its kind for a slug."""

    id: str
    organization_id: str
    slug: str
    kind: SourceKind
    name: str
    old_secret_until: datetime | None
    created_at: datetime

    @property
    def built_in(self) -> bool:
        return self.slug == self.kind


@dataclass(frozen=True, slots=True)
class IssuedSource:
    """A source and its secret, which is shown this once."""

    source: InboxSource
    secret: str


@dataclass(frozen=True, slots=True)
class InboxDelivery:
    """What was delivered, without its body. `event_type` is the sender's own name for it."""

    id: str
    source_id: str
    delivery_id: str
    event_type: str
    content_type: str
    size: int
    state: DeliveryState
    error: str | None
    received_at: datetime
    processed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Work:
    """A stored delivery as the job that reads it needs it."""

    id: str
    organization_id: str
    kind: SourceKind
    event: str
    content_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Receipt:
    """The answer to a sender: under which id the delivery is kept, and whether it was already."""

    id: str
    duplicate: bool


@dataclass(frozen=True, slots=True)
class NormalizedEvent:
    """What a delivery says, in our words."""

    type: EventType
    data: dict[str, Any] = field(default_factory=dict)


Reaction = Callable[[Session, str, NormalizedEvent], Awaitable[None]]
"""Acts on what an organization was sent, in the transaction that marks its delivery as processed."""

Reactions = Mapping[str, Sequence[Reaction]]
