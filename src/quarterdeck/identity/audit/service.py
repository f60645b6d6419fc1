"""Write the audit log in the transaction of the act, and check that nobody changed it since."""

import asyncio
from dataclasses import replace
from typing import Any

import structlog

from quarterdeck.identity.audit import repository
from quarterdeck.identity.audit.chain import START, AuditEvent, Link, canonical, event_hash, first_broken
from quarterdeck.identity.audit.errors import EventNotFound
from quarterdeck.identity.audit.types import Verdict
from quarterdeck.identity.caller import Caller
from quarterdeck.infra.database import Database, Session
from quarterdeck.infra.database.deferred import DeferredWrites
from quarterdeck.infra.database.locks import AUDIT_CHAIN, one_at_a_time
from quarterdeck.kit.clock import now

BATCH = 500


class ChainKey:
    """The key of this process's audit chain, given once at the start by whoever holds the keyring."""

    value: bytes | None = None

    def use(self, key: bytes) -> None:
        self.value = key

    def get(self) -> bytes:
        if self.value is None:
            raise RuntimeError("the audit log has no key yet: open the identity first")
        return self.value


chain_key = ChainKey()


async def audit(
    session: Session,
    caller: Caller | None,
    action: str,
    object_type: str,
    object_id: str | None,
    outcome: str = "success",
    **facts: Any,
) -> None:
    """Add one event to the chain, in the caller's transaction; `caller` is `None` for the server itself.

    `facts` hold plain JSON values that may be shown to an administrator: never a secret, never free text.
    """
    await append(session, draft(caller, action, object_type, object_id, outcome, **facts))


def audit_soon(
    deferred_writes: DeferredWrites,
    caller: Caller | None,
    action: str,
    object_type: str,
    object_id: str | None,
    outcome: str,
    **facts: Any,
) -> None:
    """Add an event for a refusal, which has no transaction to be part of; a moment later, and not before it is over."""
    event = draft(caller, action, object_type, object_id, outcome, **facts)
    deferred_writes.add(lambda session: append(session, event))


def draft(
    caller: Caller | None, action: str, object_type: str, object_id: str | None, outcome: str, **facts: Any
) -> AuditEvent:
    """Describe what happens now, in this request; `append` gives it its place in the chain."""
    context = structlog.contextvars.get_contextvars()
    return AuditEvent(
        seq=0,
        time=now(),
        actor_id=caller.user_id if caller else None,
        credential=caller.credential if caller else "none",
        credential_id=caller.credential_id if caller else None,
        action=action,
        object_type=object_type,
        object_id=object_id,
        outcome=outcome,
        request_id=context.get("request_id"),
        peer=context.get("peer"),
        facts=canonical(facts),
    )


async def append(session: Session, event: AuditEvent) -> None:
    """Link `event` to the end of the chain; until the transaction ends nobody else can."""
    await one_at_a_time(session, AUDIT_CHAIN)
    seq, prev_hash = await repository.end_of_chain(session)
    placed = replace(event, seq=seq + 1)
    await repository.add_link(session, Link(placed, prev_hash, event_hash(chain_key.get(), prev_hash, placed)))


async def verify(database: Database, after_seq: int, limit: int) -> Verdict:
    """Check up to `limit` rows after row `after_seq` (0 for the start), in batches so that others get their turn."""
    async with database.reading() as session:
        before = await repository.link_at(session, after_seq)
        if before is None and after_seq:
            raise EventNotFound
        checked = 0
        while wanted := min(BATCH, limit - checked):
            links = await repository.links_after(session, after_seq + checked, wanted)
            broken = first_broken(chain_key.get(), before, links)
            if broken is not None:
                return _verdict(before, broken - after_seq - 1, broken, complete=False)
            checked += len(links)
            before = links[-1] if links else before
            if len(links) < wanted:
                return _verdict(before, checked, None, complete=True)
            await asyncio.sleep(0)
        return _verdict(before, checked, None, complete=False)


def _verdict(last: Link | None, checked: int, broken: int | None, *, complete: bool) -> Verdict:
    seq, last_hash = (last.event.seq, last.hash) if last else (0, START)
    return Verdict(broken is None, checked, seq, last_hash, broken, complete)
