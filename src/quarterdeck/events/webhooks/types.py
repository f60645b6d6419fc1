"""What webhooks look like outside their tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

DeliveryState = Literal["pending", "succeeded", "failed"]
DisabledReason = Literal["gone", "failing", "secret_unreadable", "maker_left"]
DeliveryError = Literal[
    "status",
    "refused",
    "name",
    "connection",
    "timeout",
    "size",
    "answer",
    "secret_unreadable",
    "disabled",
    "moved",
    "not_allowed",
]

TEST: Final = "webhook.test"  # the type of a ping, which stands in no log


@dataclass(frozen=True, slots=True)
class Webhook:
    """`created_by` last said where it goes and of what it tells, with `scopes`: it tells no more than they may see.

    Events after `after_seq` are its own. `failing_since` and `failures` count since the last success.
    """

    id: str
    organization_id: str
    url: str
    description: str
    event_types: Sequence[str]
    scopes: Sequence[str]
    enabled: bool
    disabled_reason: DisabledReason | None
    after_seq: int
    failing_since: datetime | None
    failures: int
    created_by: str
    created_at: datetime
    updated_at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class SealedSecrets:
    """The secrets as they are kept; the former one signs too until `former_until`."""

    secret: bytes
    former: bytes | None
    former_until: datetime | None


@dataclass(frozen=True, slots=True)
class IssuedWebhook:
    """A webhook with its secret in plain, for the one time that it is shown."""

    webhook: Webhook
    secret: str


@dataclass(frozen=True, slots=True)
class WebhookDelivery:
    """One event on its way to one webhook. `next_attempt_at` is set while it is pending, and only then."""

    id: str
    webhook_id: str
    event_id: str
    event_type: str
    scope: str | None
    state: DeliveryState
    attempts: int
    response_status: int | None
    response_ms: float | None
    response_excerpt: str | None
    error: DeliveryError | None
    next_attempt_at: datetime | None
    created_at: datetime
    finished_at: datetime | None
