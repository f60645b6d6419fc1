"""The rules of sources, and of deliveries once they are stored."""

from datetime import datetime

from quarterdeck.events.inbox import deliveries, sources
from quarterdeck.events.inbox.errors import BuiltInSource, InboxDeliveryNotFound, SourceNotFound
from quarterdeck.events.inbox.event_types import SOURCE_CREATED, SOURCE_DELETED, SOURCE_ROTATED
from quarterdeck.events.inbox.secret import seal
from quarterdeck.events.inbox.types import InboxDelivery, InboxSource, IssuedSource, SourceKind
from quarterdeck.events.standard_webhooks import new_secret
from quarterdeck.identity.api import Caller, audit, organization_for_new, record_change
from quarterdeck.infra import jobs
from quarterdeck.infra.crypto import Keyring
from quarterdeck.infra.database import Session
from quarterdeck.infra.event_log import EventType
from quarterdeck.kit.clock import now
from quarterdeck.kit.ids import new_id

PROCESS = "inbox.process"


async def create_source(
    session: Session,
    keyring: Keyring,
    caller: Caller,
    organization: str | None,
    kind: SourceKind,
    *,
    name: str,
    secret: str | None,
) -> IssuedSource:
    """Make a source in `organization`, by default the caller's only one. Raises `Invalid`, `NotAMember`."""
    organization_id = await organization_for_new(session, caller, organization)
    source_id = new_id()
    source = InboxSource(source_id, organization_id, source_id, kind, name, None, now())
    plain = secret or new_secret()
    await sources.add_source(session, source, seal(keyring, source_id, plain))
    await _record(session, caller, SOURCE_CREATED, source, kind=kind)
    return IssuedSource(source, plain)


async def rotate_secret(
    session: Session, keyring: Keyring, caller: Caller, source_id: str, secret: str | None, old_until: datetime | None
) -> IssuedSource:
    """Give the source another secret; the one before is taken until `old_until`, or no more.

    Raises:
        SourceNotFound, BuiltInSource: as named.
    """
    source = await _own_source(session, caller, source_id)
    plain = secret or new_secret()
    kept = {
        "sealed_secret": seal(keyring, source.id, plain),
        "sealed_old_secret": await sources.sealed_secret_of(session, source.id) if old_until else None,
        "old_secret_until": old_until,
    }
    await sources.set_secrets(session, source.id, kept)
    await _record(session, caller, SOURCE_ROTATED, source)
    return IssuedSource(await source_seen_by(session, caller, source.id), plain)


async def remove_source(session: Session, caller: Caller, source_id: str) -> None:
    """Remove a source with everything it delivered. Raises `SourceNotFound`, `BuiltInSource`."""
    source = await _own_source(session, caller, source_id)
    await sources.remove_source(session, source.id)
    await _record(session, caller, SOURCE_DELETED, source)


async def source_seen_by(session: Session, caller: Caller, source_id: str) -> InboxSource:
    source = await sources.source_for(session, caller, source_id)
    if source is None:
        raise SourceNotFound
    return source


async def delivery_seen_by(session: Session, caller: Caller, delivery_id: str) -> InboxDelivery:
    delivery = await deliveries.delivery_for(session, caller, delivery_id)
    if delivery is None:
        raise InboxDeliveryNotFound
    return delivery


async def reprocess(session: Session, caller: Caller, delivery_id: str) -> InboxDelivery:
    """Queue the reading of a stored delivery again; its events are told again. Raises `DeliveryNotFound`."""
    delivery = await delivery_seen_by(session, caller, delivery_id)
    source = await source_seen_by(session, caller, delivery.source_id)
    await deliveries.set_state(session, delivery.id, "received")
    await queue_processing(session, delivery.id, source.organization_id, requested_by=caller.user_id)
    await audit(session, caller, "inbox_delivery.reprocess", "inbox_delivery", delivery.id)
    return await delivery_seen_by(session, caller, delivery.id)


async def queue_processing(
    session: Session, delivery_id: str, organization_id: str, *, requested_by: str | None = None
) -> None:
    """Queue the reading of a delivery in the transaction that stored it."""
    await jobs.enqueue(
        session,
        PROCESS,
        {"delivery_id": delivery_id},
        concurrency_key=f"inbox:{delivery_id}",
        organization_id=organization_id,
        requested_by=requested_by,
    )


async def _own_source(session: Session, caller: Caller, source_id: str) -> InboxSource:
    """Return a source that can be changed here, which none that comes from a setting is."""
    source = await source_seen_by(session, caller, source_id)
    if source.built_in:
        raise BuiltInSource
    return source


async def _record(session: Session, caller: Caller, event_type: EventType, source: InboxSource, **facts: str) -> None:
    data = {"name": source.name, "kind": source.kind}
    await record_change(
        session, caller, event_type, source.id, organization_id=source.organization_id, data=data, **facts
    )
