"""Take in one delivery: prove it over the raw bytes, store it once, and leave the reading to a job."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from anyio import to_thread
from sqlalchemy.exc import IntegrityError

from quarterdeck.events.inbox import deliveries
from quarterdeck.events.inbox.errors import NotVerified
from quarterdeck.events.inbox.event_types import RECEIVED
from quarterdeck.events.inbox.kinds import KINDS, Kind
from quarterdeck.events.inbox.kinds.core import Headers, Label
from quarterdeck.events.inbox.secret import DUMMY_SECRET, secrets_of
from quarterdeck.events.inbox.service import queue_processing
from quarterdeck.events.inbox.sources import SourceWithSecrets
from quarterdeck.events.inbox.types import InboxSource, Receipt
from quarterdeck.identity.api import audit
from quarterdeck.infra.crypto import Keyring
from quarterdeck.infra.database import Database, Session
from quarterdeck.infra.event_log import publish
from quarterdeck.infra.ratelimit import RateLimiter
from quarterdeck.infra.settings import Settings
from quarterdeck.kit.clock import now
from quarterdeck.kit.ids import new_id

LONGEST_CONTENT_TYPE = 200


@dataclass(frozen=True, slots=True)
class Incoming:
    """One request to the inbox, as it came, for the source that its address names. `peer` sent it.

    Of a body whose source is unknown, or that nothing is offered to prove, only the beginning is here.
    """

    known: SourceWithSecrets | None
    headers: Headers
    body: bytes
    peer: str


class Receiver:
    """Takes deliveries in. `limiter` counts those that prove nothing; `wake` has the worker look for jobs."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        keyring: Keyring,
        limiter: RateLimiter,
        wake: Callable[[], None],
    ) -> None:
        self._settings, self._database, self._keyring = settings, database, keyring
        self._limiter, self._wake = limiter, wake

    async def receive(self, incoming: Incoming) -> Receipt:
        """Store a delivery that is proven to come from its source; one that came before is named instead.

        Raises:
            NotVerified: an unknown source and every fault of a proof, without telling which.
            RateLimited: the same, from an address that had too many of them.
            BadDelivery: proven, but without an id or a name.
        """
        known = incoming.known
        if not await self._is_proven(incoming) or known is None:
            await self._refuse(incoming)
            raise NotVerified
        label = KINDS[known.source.kind].label(incoming.headers, incoming.body)
        try:
            async with self._database.writing() as session:
                receipt = await _store(session, known.source, label, incoming)
                session.after_commit(self._wake)
        except IntegrityError:  # only the database can tell of two that come at the same moment
            return await self._duplicate(known.source, label)
        return receipt

    async def _is_proven(self, incoming: Incoming) -> bool:
        """Check in a thread: the hash of a large body takes longer than the loop may stand still."""
        moment, known = now(), incoming.known
        kind = KINDS[known.source.kind if known else "generic"]
        secrets = secrets_of(self._settings, self._keyring, known, moment) if known else []
        return await to_thread.run_sync(partial(_matches_one, kind, incoming, secrets, moment))

    async def _refuse(self, incoming: Incoming) -> None:
        """Count the refusal first: an address that floods fills neither the audit log nor anything else."""
        await self._limiter.hit_anonymous(incoming.peer)
        source_id = incoming.known.source.id if incoming.known else None
        async with self._database.writing() as session:
            await audit(session, None, "inbox.receive", "inbox_source", source_id, "denied", size=len(incoming.body))

    async def _duplicate(self, source: InboxSource, label: Label) -> Receipt:
        async with self._database.reading() as session:
            found = await deliveries.duplicate_of(session, source.id, label)
        if found is None:  # the source went away between the proof and the storing
            raise NotVerified
        return Receipt(found, duplicate=True)


def _matches_one(kind: Kind, incoming: Incoming, secrets: list[str], moment: datetime) -> bool:
    found = [kind.is_proven(incoming.headers, incoming.body, secret, moment) for secret in secrets or [DUMMY_SECRET]]
    return any(found) and bool(secrets)


async def _store(session: Session, source: InboxSource, label: Label, incoming: Incoming) -> Receipt:
    delivery_id = new_id()
    row = {
        "id": delivery_id,
        "source_id": source.id,
        "delivery_id": label.delivery_id,
        "fingerprint": label.fingerprint,
        "event": label.event,
        "content_type": incoming.headers.get("content-type", "")[:LONGEST_CONTENT_TYPE],
        "size": len(incoming.body),
        "body": incoming.body,
        "state": "received",
        "received_at": now(),
    }
    await deliveries.add_delivery(session, row)
    await queue_processing(session, delivery_id, source.organization_id)
    data = {"source_id": source.id, "kind": source.kind, "event": label.event, "size": len(incoming.body)}
    publish(session, RECEIVED, delivery_id, organization_id=source.organization_id, data=data)
    return Receipt(delivery_id, duplicate=False)
