"""The inbox on the wire."""

from typing import Annotated

from pydantic import Field

from quarterdeck.events.inbox.types import DeliveryState, SourceKind
from quarterdeck.events.rotation import SecretRotation
from quarterdeck.infra.web.schema import Identifier, Name, ResponseModel, StrictModel, UtcDateTime

Secret = Annotated[
    str | None,
    Field(
        min_length=16,
        max_length=200,
        pattern=r"^[\x21-\x7e]+$",
        description="The sender's own, where it chooses one, as Sentry does; made here when absent",
    ),
]


class SourceIn(StrictModel):
    organization_id: Identifier | None = Field(default=None, description="By default your only organization")
    name: Name = Field(examples=["Our GitHub organization"])
    kind: SourceKind
    secret: Secret = None


class SourceRotation(SecretRotation):
    secret: Secret = None


class SourceOut(ResponseModel):
    id: str
    organization_id: str
    name: str
    kind: SourceKind
    built_in: bool = Field(description="Made by a setting, which also holds its secret")
    url: str = Field(
        description="Where the sender delivers; from `BASE_URL`, else as this request found us",
        examples=["https://deck.example.org/webhooks/github"],
    )
    old_secret_until: UtcDateTime | None
    created_at: UtcDateTime


class SourceIssued(SourceOut):
    secret: str = Field(description="Shown this once", examples=["whsec_…"])


class ReceivedOut(ResponseModel):
    id: str
    source_id: str
    delivery_id: str = Field(description="The sender's id; a second delivery under it is not stored")
    event_type: str = Field(description="The sender's own name for it", examples=["push"])
    content_type: str
    size: int = Field(description="Bytes of the body")
    state: DeliveryState = Field(description="`ignored`: proven and kept, but nothing here has words for it")
    error: str | None = Field(description="Why the body could not be read")
    received_at: UtcDateTime
    processed_at: UtcDateTime | None


class DeliveryDetailsOut(ReceivedOut):
    body: str = Field(description="The first 64 kB, with a replacement character for each byte that is not UTF-8")


class ReceiptOut(ResponseModel):
    id: str
    duplicate: bool = Field(description="Whether it was stored already, by an earlier delivery")
