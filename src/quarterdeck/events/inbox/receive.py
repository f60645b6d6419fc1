"""Take in one delivery: prove it over the raw bytes, store it once, and leave the reading to a job."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from anyio import to_thread
from sqlalchemy.exc import IntegrityError

from quarterdeck.events.inbox import deliveries
from quarterdeck.events.inbox.errors import NotVerified
from quarterdeck.events.inbox.kinds import KINDS, Kind
from quarterdeck.events.inbox.kinds.core import Headers, Label
from quarterdeck.events.inbox.secret import NOBODYS, secrets_of
from quarterdeck.events.inbox.service import SCOPE, queue_processing
from quarterdeck.events.inbox.sources import Locked, source_at
from quarterdeck.events.inbox.types import Receipt, Source
from quarterdeck.identity.api import Identity, audit
from quarterdeck.infra.database import Session
from quarterdeck.infra.event_log import emit
from quarterdeck.kit.clock import now
from quarterdeck.kit.ids import new_id

LONGEST_CONTENT_TYPE = 200


@dataclass(frozen=True, slots=True)
class Parcel:
    """One request to the inbox, as it came. `peer` is the address that sent it."""

    slug: str
    headers: Headers
    body: bytes
    peer: str


@dataclass(frozen=True, slots=True)
class Desk:
    """What taking in needs: who limits, records and opens secrets, and whom to wake after a commit."""

    identity: Identity
    wake: Callable[[], None]


async def receive(desk: Desk, parcel: Parcel) -> Receipt:
    """Store a delivery that is proven to come from its source; one that came before is named instead.

    Raises:
        NotVerified: an unknown source and every fault of a proof, without telling which.
        RateLimited: the same, from an address that had too many of them.
        BadDelivery: proven, but without an id or a name.
    """
    async with desk.identity.database.reading() as session:
        locked = await source_at(session, parcel.slug)
    if not await _is_proven(desk, parcel, locked) or locked is None:
        await _refuse(desk.identity, parcel, locked)
        raise NotVerified
    label = KINDS[locked.source.kind].label(parcel.headers, parcel.body)
    try:
        async with desk.identity.database.writing() as session:
            receipt = await _store(session, locked.source, label, parcel)
            session.after_commit(desk.wake)
    except IntegrityError:  # only the database can tell of two that come at the same moment
        return await _twin(desk.identity, locked.source, label)
    return receipt


async def _is_proven(desk: Desk, parcel: Parcel, locked: Locked | None) -> bool:
    """Check in a thread: the hash of a large body takes longer than the loop may stand still."""
    moment, settings = now(), desk.identity.settings
    kind = KINDS[locked.source.kind if locked else "generic"]
    secrets = secrets_of(settings, desk.identity.keyring, locked, moment) if locked else []
    return await to_thread.run_sync(partial(_matches_one, kind, parcel, secrets, moment))


def _matches_one(kind: Kind, parcel: Parcel, secrets: list[str], moment: datetime) -> bool:
    found = [kind.is_proven(parcel.headers, parcel.body, secret, moment) for secret in secrets or [NOBODYS]]
    return any(found) and bool(secrets)


async def _refuse(identity: Identity, parcel: Parcel, locked: Locked | None) -> None:
    """Count the refusal first: an address that floods fills neither the audit log nor anything else."""
    await identity.limiter.hit_anonymous(parcel.peer)
    source_id = locked.source.id if locked else None
    async with identity.database.writing() as session:
        await audit(session, None, "inbox.receive", "inbox_source", source_id, "denied", size=len(parcel.body))


async def _store(session: Session, source: Source, label: Label, parcel: Parcel) -> Receipt:
    delivery_id = new_id()
    row = {
        "id": delivery_id,
        "source_id": source.id,
        "delivery_id": label.delivery_id,
        "fingerprint": label.fingerprint,
        "event": label.event,
        "content_type": parcel.headers.get("content-type", "")[:LONGEST_CONTENT_TYPE],
        "size": len(parcel.body),
        "body": parcel.body,
        "state": "received",
        "received_at": now(),
    }
    await deliveries.add_delivery(session, row)
    await queue_processing(session, delivery_id, source.organization_id)
    emit(
        session,
        "inbox.received",
        subject=("inbox_delivery", delivery_id),
        scope=SCOPE,
        organization_id=source.organization_id,
        data={"source_id": source.id, "kind": source.kind, "event": label.event, "size": len(parcel.body)},
    )
    return Receipt(delivery_id, duplicate=False)


async def _twin(identity: Identity, source: Source, label: Label) -> Receipt:
    async with identity.database.reading() as session:
        found = await deliveries.twin_of(session, source.id, label)
    if found is None:  # the source went away between the proof and the storing
        raise NotVerified
    return Receipt(found, duplicate=True)
