"""What the routes of the inbox ask for in their signature."""

from typing import Annotated

from fastapi import Depends, Request

from quarterdeck.events.inbox.receive import Desk, Parcel
from quarterdeck.identity.api import Caller
from quarterdeck.identity.web import IdentityDep, peer_of, requires
from quarterdeck.infra.web.body_limit import OWN_LIMIT
from quarterdeck.infra.web.deps import SettingsDep, WorkerDep


async def parcel_of(request: Request, source: str, settings: SettingsDep) -> Parcel:
    """Read the body as it comes, up to a limit of its own, whatever it calls itself."""
    request.scope["state"][OWN_LIMIT] = settings.inbox.inbox_body_limit
    return Parcel(source, request.headers, await request.body(), peer_of(request))


ParcelDep = Annotated[Parcel, Depends(parcel_of)]


async def desk_of(identity: IdentityDep, worker: WorkerDep) -> Desk:
    return Desk(identity, worker.wake)


DeskDep = Annotated[Desk, Depends(desk_of)]
InboxKeeper = Annotated[Caller, requires("webhooks:manage")]
