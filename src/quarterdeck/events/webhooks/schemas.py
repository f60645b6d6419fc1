"""Webhooks on the wire."""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from quarterdeck.events.filters import LONGEST as LONGEST_PATTERN
from quarterdeck.events.filters import MOST, PATTERN
from quarterdeck.events.webhooks.types import DeliveryError, DeliveryState, DisabledReason
from quarterdeck.infra.outbound.destination import LONGEST
from quarterdeck.infra.web.schema import Identifier, ResponseModel, StrictModel, UtcDateTime
from quarterdeck.infra.web.versions import ExpectedVersion

Url = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST)]
Description = Annotated[str, StringConstraints(max_length=500)]
Pattern = Annotated[str, StringConstraints(max_length=LONGEST_PATTERN, pattern=PATTERN)]
EventTypes = Annotated[
    list[Pattern],
    Field(min_length=1, max_length=MOST, description="`*`, a family such as `repository.*`, or single types"),
    AfterValidator(lambda patterns: sorted(set(patterns))),
]


class WebhookIn(StrictModel):
    organization_id: Identifier | None = Field(
        None, description="May be left out by somebody who belongs to one organization"
    )
    url: Url = Field(examples=["https://hooks.example.org/quarterdeck"], description="https, of a public host")
    description: Description = ""
    event_types: EventTypes = Field(examples=[["repository.*", "member.added"]])
    enabled: bool = True


class WebhookPatch(StrictModel):
    url: Url | None = None
    description: Description | None = None
    event_types: EventTypes | None = None
    enabled: bool | None = Field(None, description="`true` also forgets why it was disabled")
    expected_version: ExpectedVersion = None


class WebhookOut(ResponseModel):
    id: str
    organization_id: str
    url: str = Field(examples=["https://hooks.example.org/quarterdeck"])
    description: str
    event_types: list[str] = Field(examples=[["repository.*", "member.added"]])
    enabled: bool
    disabled_reason: DisabledReason | None = Field(description="Why the server disabled it; null when a person did")
    failing_since: UtcDateTime | None = Field(description="The first failed attempt since the last success")
    created_at: UtcDateTime
    updated_at: UtcDateTime
    version: int


class WebhookIssued(WebhookOut):
    secret: str = Field(examples=["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"], description="Shown this once")


class DeliveryOut(ResponseModel):
    id: str
    event_id: str = Field(description="Also the `webhook-id` header, the same at every attempt")
    event_type: str = Field(examples=["repository.synced"])
    state: DeliveryState
    attempts: int
    response_status: int | None = Field(examples=[204])
    response_ms: float | None
    response_excerpt: str | None = Field(description="The beginning of the last answer")
    error: DeliveryError | None = Field(description="What went wrong at the last attempt")
    next_attempt_at: UtcDateTime | None
    created_at: UtcDateTime
    finished_at: UtcDateTime | None
