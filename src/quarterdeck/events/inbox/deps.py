"""What the routes of the inbox ask for in their signature."""

from asyncio import Semaphore
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Request

from quarterdeck.events.inbox.body import read_prefix, read_whole
from quarterdeck.events.inbox.kinds import KINDS
from quarterdeck.events.inbox.receive import Incoming, Receiver
from quarterdeck.events.inbox.sources import source_at
from quarterdeck.identity.api import Caller
from quarterdeck.identity.web import peer_of, requires
from quarterdeck.infra.web.body_limit import OWN_LIMIT
from quarterdeck.infra.web.deps import DatabaseDep, KeyringDep, LimiterDep, SettingsDep, WorkerDep, part

InboxWrite = Annotated[Caller, requires("webhooks:manage")]
LargeBodySlots = Annotated[Semaphore, Depends(part("inbox_large_bodies"))]


async def incoming_of(
    request: Request, source: str, settings: SettingsDep, database: DatabaseDep, slots: LargeBodySlots
) -> AsyncIterator[Incoming]:
    """Read the body as it comes, whatever it calls itself: all of it from those alone who may turn out to be proven."""
    request.scope["state"][OWN_LIMIT] = settings.inbox.inbox_body_limit
    async with database.reading() as session:
        known = await source_at(session, source)
    if known is None or not KINDS[known.source.kind].offers_proof(request.headers):
        yield Incoming(known, request.headers, await read_prefix(request), peer_of(request))
        return
    async with read_whole(request, slots) as body:
        yield Incoming(known, request.headers, body, peer_of(request))


async def receiver_of(
    settings: SettingsDep, database: DatabaseDep, keyring: KeyringDep, limiter: LimiterDep, worker: WorkerDep
) -> Receiver:
    return Receiver(settings, database, keyring, limiter, worker.wake)


IncomingDep = Annotated[Incoming, Depends(incoming_of)]
ReceiverDep = Annotated[Receiver, Depends(receiver_of)]
