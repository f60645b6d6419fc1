"""Sentry's integration platform: HMAC over the body by the integration's client secret."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar

from quarterdeck.events.inbox.kinds.core import Headers, Kind, Label, checked_label, declared, is_hmac, part, picked
from quarterdeck.events.inbox.types import NormalizedEvent
from quarterdeck.infra.event_log import EventType

SCOPE = "sentry:read"
EVENT_TYPES = (
    declared("sentry.issue", SCOPE, "`action`, `issue_id`, `short_id`, `title`, `level`, `status`, `project`, `url`"),
    declared("sentry.error", SCOPE, "`action`, `issue_id`, `title`, `level`, `project`, `url`"),
    declared("sentry.event_alert", SCOPE, "the same, and `rule`"),
    declared("sentry.metric_alert", SCOPE, "`action`, `title`, `text`, `url`"),
    declared("sentry.activity_alert", SCOPE, "as `sentry.issue`"),
    declared("sentry.comment", SCOPE, "`action`, `issue_id`"),
    declared("sentry.installation", SCOPE, "`action`, `installation`"),
)
_BY_NAME = {event_type.name: event_type for event_type in EVENT_TYPES}


class Sentry(Kind):
    name: ClassVar[str] = "sentry"
    proofs: ClassVar[tuple[str, ...]] = ("sentry-hook-signature",)
    event_types: ClassVar[Sequence[EventType]] = EVENT_TYPES

    def is_proven(self, headers: Headers, body: bytes, secret: str, moment: datetime) -> bool:  # noqa: ARG002
        """Look at the signature alone: it does not cover `Sentry-Hook-Timestamp`, which thus proves nothing."""
        return is_hmac(body, secret, headers.get("sentry-hook-signature", ""))

    def label(self, headers: Headers, body: bytes) -> Label:
        return checked_label(headers.get("request-id"), headers.get("sentry-hook-resource"), body)

    def normalize(self, event: str, payload: Any) -> Sequence[NormalizedEvent]:
        event_type = _BY_NAME.get(f"sentry.{event}")
        if event_type is None:
            return []
        fields = picked(payload, action="action", actor="actor.name", installation="installation.uuid")
        return [NormalizedEvent(event_type, fields | _subject(payload))]


def _subject(payload: Any) -> dict[str, Any]:
    """An issue is described where the resource is one; alerts and errors carry an event that names its issue."""
    data = part(payload, "data")
    issue = picked(
        data,
        issue_id="issue.id",
        short_id="issue.shortId",
        title="issue.title",
        level="issue.level",
        status="issue.status",
        project="issue.project.slug",
        url="issue.web_url",
    )
    event = part(data, "event") or part(data, "error")
    fields = picked(event, issue_id="issue_id", title="title", level="level", project="project", url="web_url")
    alert = picked(data, title="description_title", text="description_text", url="web_url", rule="triggered_rule")
    return alert | fields | issue
