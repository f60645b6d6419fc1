"""GitLab: its signing token (Standard Webhooks) where one is set, else the secret token as plain text."""

import hmac
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any, ClassVar

from quarterdeck.events.inbox.kinds.core import (
    Headers,
    Kind,
    Label,
    checked_label,
    count,
    declared,
    part,
    picked,
    texts,
)
from quarterdeck.events.inbox.kinds.standard import is_signed
from quarterdeck.events.inbox.types import NormalizedEvent
from quarterdeck.infra.event_log import EventType

SCOPE = "repositories:read"
EVENT_TYPES = (
    declared("gitlab.push", SCOPE, "`repository`, `addresses`, `ref`, `before`, `after`, `commits`, `sender`"),
    declared("gitlab.tag_push", SCOPE, "the same"),
    declared("gitlab.merge_request", SCOPE, "`repository`, `number`, `action`, `state`, `title`, `url`, `sender`"),
    declared("gitlab.issue", SCOPE, "the same"),
    declared("gitlab.pipeline", SCOPE, "`repository`, `number`, `status`, `ref`, `url`, `sender`"),
    declared("gitlab.deployment", SCOPE, "`repository`, `status`, `environment`, `head`, `url`"),
    declared("gitlab.release", SCOPE, "`repository`, `action`, `tag`, `title`, `url`"),
)
_BY_NAME = {event_type.name: event_type for event_type in EVENT_TYPES}


class GitLab(Kind):
    name: ClassVar[str] = "gitlab"
    proofs: ClassVar[tuple[str, ...]] = ("webhook-signature", "x-gitlab-token")
    event_types: ClassVar[Sequence[EventType]] = EVENT_TYPES

    def is_proven(self, headers: Headers, body: bytes, secret: str, moment: datetime) -> bool:
        """Judge by the signature when there is one: a token beside it proves nothing about the body."""
        if "webhook-signature" in headers:
            return is_signed(headers, body, secret, moment)
        return hmac.compare_digest(headers.get("x-gitlab-token", "").encode(), secret.encode())

    def label(self, headers: Headers, body: bytes) -> Label:
        """Take the id that stays the same when GitLab tries again.

        Without one (before 17.4) there is only the id of a chain of events, so what the body says decides with it.
        """
        key = headers.get("webhook-id") or headers.get("idempotency-key")
        chain = headers.get("x-gitlab-event-uuid", "")
        delivery_id = key or f"{chain}:{sha256(body).hexdigest()}"
        return checked_label(delivery_id, headers.get("x-gitlab-event"), delivery_id.encode())

    def normalize(self, event: str, payload: Any) -> Sequence[NormalizedEvent]:  # noqa: ARG002 - the payload says it itself
        kind = part(payload, "object_kind")
        read = _READERS.get(kind) if isinstance(kind, str) else None
        return [NormalizedEvent(_BY_NAME[f"gitlab.{kind}"], _project(payload) | read(payload))] if read else []


def _project(payload: Any) -> dict[str, Any]:
    found = part(payload, "project")
    places = texts(*(part(found, name) for name in ("git_http_url", "web_url", "git_ssh_url")))
    return picked(payload, repository="project.path_with_namespace") | {"addresses": places}


def _push(payload: Any) -> dict[str, Any]:
    fields = picked(payload, ref="ref", before="before", after="after", sender="user_username")
    return fields | {"commits": count(part(payload, "commits"))}


def _object(payload: Any) -> dict[str, Any]:
    return picked(
        payload,
        number="object_attributes.iid",
        action="object_attributes.action",
        state="object_attributes.state",
        status="object_attributes.status",
        ref="object_attributes.ref",
        title="object_attributes.title",
        url="object_attributes.url",
        sender="user.username",
    )


def _deployment(payload: Any) -> dict[str, Any]:
    return picked(payload, status="status", environment="environment", head="short_sha", url="deployable_url")


def _release(payload: Any) -> dict[str, Any]:
    return picked(payload, action="action", tag="tag", title="name", url="url")


_READERS = {
    "push": _push,
    "tag_push": _push,
    "merge_request": _object,
    "issue": _object,
    "pipeline": _object,
    "deployment": _deployment,
    "release": _release,
}
