"""Sentry's integration platform: HMAC over the body by the integration's client secret."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar

from quarterdeck.events.inbox.kinds.core import Headers, Kind, Label, checked_label, is_hmac, part, picked
from quarterdeck.events.inbox.types import NormalizedEvent

SCOPE = "sentry:read"
RESOURCES = frozenset({"installation", "issue", "error", "event_alert", "metric_alert", "activity_alert", "comment"})


class Sentry(Kind):
    name: ClassVar[str] = "sentry"
    proofs: ClassVar[tuple[str, ...]] = ("sentry-hook-signature",)

    def is_proven(self, headers: Headers, body: bytes, secret: str, moment: datetime) -> bool:  # noqa: ARG002
        """Look at the signature alone: it does not cover `Sentry-Hook-Timestamp`, which thus proves nothing."""
        return is_hmac(body, secret, headers.get("sentry-hook-signature", ""))

    def label(self, headers: Headers, body: bytes) -> Label:
        return checked_label(headers.get("request-id"), headers.get("sentry-hook-resource"), body)

    def normalize(self, event: str, payload: Any) -> Sequence[NormalizedEvent]:
        if event not in RESOURCES:
            return []
        told = picked(payload, action="action", actor="actor.name", installation="installation.uuid")
        return [NormalizedEvent(f"sentry.{event}", SCOPE, told | _subject(payload))]


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
    told = picked(event, issue_id="issue_id", title="title", level="level", project="project", url="web_url")
    alert = picked(data, title="description_title", text="description_text", url="web_url", rule="triggered_rule")
    return alert | told | issue
