"""GitHub: HMAC over the body. Neither the delivery's id nor the event's name is covered by it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar

from quarterdeck.events.inbox.kinds.core import (
    Headers,
    Kind,
    Label,
    checked_label,
    count,
    declared,
    is_hmac,
    part,
    picked,
    texts,
)
from quarterdeck.events.inbox.types import NormalizedEvent
from quarterdeck.infra.event_log import EventType

SCOPE = "repositories:read"
EVENT_TYPES = (
    declared("github.ping", SCOPE, "`hook_id`"),
    declared("github.push", SCOPE, "`repository`, `addresses`, `ref`, `before`, `after`, `commits`, `sender`"),
    declared(
        "github.pull_request",
        SCOPE,
        "`repository`, `number`, `action`, `state`, `merged`, `title`, `author`, `head`, `base`, `url`",
    ),
    declared("github.issues", SCOPE, "`repository`, `number`, `action`, `state`, `title`, `author`, `url`"),
    declared(
        "github.workflow_run",
        SCOPE,
        "`repository`, `run_id`, `workflow`, `branch`, `head`, `status`, `conclusion`, `url`",
    ),
)
_BY_NAME = {event_type.name: event_type for event_type in EVENT_TYPES}


class GitHub(Kind):
    name: ClassVar[str] = "github"
    proofs: ClassVar[tuple[str, ...]] = ("x-hub-signature-256",)
    event_types: ClassVar[Sequence[EventType]] = EVENT_TYPES

    def is_proven(self, headers: Headers, body: bytes, secret: str, moment: datetime) -> bool:  # noqa: ARG002 - untimed
        scheme, _, signature = headers.get("x-hub-signature-256", "").partition("=")
        return is_hmac(body, secret, signature) and scheme == "sha256"

    def label(self, headers: Headers, body: bytes) -> Label:
        """A body that came before is a replay, whatever id it bears now: every payload holds its own times."""
        return checked_label(headers.get("x-github-delivery"), headers.get("x-github-event"), body)

    def normalize(self, event: str, payload: Any) -> Sequence[NormalizedEvent]:
        read = _READERS.get(event)
        return [NormalizedEvent(_BY_NAME[f"github.{event}"], _repository(payload) | read(payload))] if read else []


def _repository(payload: Any) -> dict[str, Any]:
    found = part(payload, "repository")
    places = texts(*(part(found, name) for name in ("clone_url", "html_url", "ssh_url")))
    return picked(payload, repository="repository.full_name", sender="sender.login") | {"addresses": places}


def _push(payload: Any) -> dict[str, Any]:
    fields = picked(payload, ref="ref", before="before", after="after", forced="forced", deleted="deleted")
    return fields | {"commits": count(part(payload, "commits"))}


def _pull_request(payload: Any) -> dict[str, Any]:
    return picked(
        payload,
        action="action",
        number="number",
        title="pull_request.title",
        state="pull_request.state",
        merged="pull_request.merged",
        draft="pull_request.draft",
        author="pull_request.user.login",
        head="pull_request.head.sha",
        base="pull_request.base.ref",
        url="pull_request.html_url",
    )


def _issues(payload: Any) -> dict[str, Any]:
    return picked(
        payload,
        action="action",
        number="issue.number",
        title="issue.title",
        state="issue.state",
        author="issue.user.login",
        url="issue.html_url",
    )


def _workflow_run(payload: Any) -> dict[str, Any]:
    return picked(
        payload,
        action="action",
        run_id="workflow_run.id",
        workflow="workflow_run.name",
        branch="workflow_run.head_branch",
        head="workflow_run.head_sha",
        status="workflow_run.status",
        conclusion="workflow_run.conclusion",
        url="workflow_run.html_url",
    )


def _ping(payload: Any) -> dict[str, Any]:
    return picked(payload, hook_id="hook_id")


_READERS = {
    "ping": _ping,
    "push": _push,
    "pull_request": _pull_request,
    "issues": _issues,
    "workflow_run": _workflow_run,
}
