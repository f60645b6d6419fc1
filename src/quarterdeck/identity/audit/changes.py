"""One act, one call: what a change leaves in the audit log and tells in the event log."""

from typing import Any

from quarterdeck.identity.audit.service import audit
from quarterdeck.identity.caller import Caller
from quarterdeck.infra.database import Session
from quarterdeck.infra.event_log import EventType, publish


async def record_change(
    session: Session,
    caller: Caller | None,
    event_type: EventType,
    subject_id: str,
    *,
    organization_id: str | None = None,
    user_id: str | None = None,
    data: dict[str, Any] | None = None,
    outcome: str = "success",
    **facts: Any,
) -> None:
    """Audit an act and publish its event, both in the transaction of the change.

    Args:
        session: the unit of work that makes the change.
        caller: who did it; `None` for the server itself.
        event_type: as its slice declares it, with the `action` that the audit log names.
        subject_id: the id of what changed.
        organization_id: whose members are told.
        user_id: the one person who is told, where no organization is.
        data: what the audience is told besides; plain JSON, never a secret.
        outcome: what the audit log says of the act; `failure` where it answers a misuse.
        facts: what an administrator reads in the audit log besides; likewise.

    Raises:
        ValueError: the event type names no action, or its audience was not given.
    """
    if event_type.action is None:
        raise ValueError(f"{event_type.name} is nobody's act")
    await audit(session, caller, event_type.action, event_type.subject, subject_id, outcome, **facts)
    publish(
        session,
        event_type,
        subject_id,
        organization_id=organization_id,
        user_id=user_id,
        actor_id=caller.user_id if caller else None,
        data=data,
    )
