"""Audit events on the wire."""

import json
from typing import Any

from pydantic import Field

from quarterdeck.identity.audit.chain import Link
from quarterdeck.infra.web.schema import ResponseModel, UtcDateTime


class AuditEventOut(ResponseModel):
    seq: int
    time: UtcDateTime
    actor_id: str | None = Field(description="The user who acted; null when nobody was signed in, or for the server")
    credential: str = Field(examples=["session"])
    credential_id: str | None
    action: str = Field(examples=["api_key.create"])
    object_type: str = Field(examples=["api_key"])
    object_id: str | None
    outcome: str = Field(examples=["success"])
    request_id: str | None
    peer: str | None
    facts: dict[str, Any]
    hash: str = Field(description="HMAC-SHA256 over this event and the hash before it")


class VerdictOut(ResponseModel):
    valid: bool
    checked: int = Field(description="Rows that fit, of those looked at")
    last_seq: int
    last_hash: str = Field(description="Keep it elsewhere to notice later if the end of the log is cut off")
    broken_seq: int | None = Field(description="The first row that was changed, added or removed")
    complete: bool = Field(description="Whether the end was reached; else continue with `after_seq=last_seq`")


def event_out(link: Link) -> AuditEventOut:
    event = link.event
    fields = {name: getattr(event, name) for name in AuditEventOut.model_fields if name not in {"facts", "hash"}}
    return AuditEventOut(**fields, facts=json.loads(event.facts), hash=link.hash)
