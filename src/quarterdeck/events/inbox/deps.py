"""What the routes of the inbox ask for in their signature."""

from typing import Annotated

from fastapi import Depends, Request

from quarterdeck.events.inbox.receive import Incoming, Intake
from quarterdeck.identity.api import Caller
from quarterdeck.identity.web import IdentityDep, peer_of, requires
from quarterdeck.infra.web.body_limit import OWN_LIMIT
from quarterdeck.infra.web.deps import SettingsDep, WorkerDep


async def incoming_of(request: Request, source: str, settings: SettingsDep) -> Incoming:
    """Read the body as it comes, up to a limit of its own, whatever it calls itself."""
    request.scope["state"][OWN_LIMIT] = settings.inbox.inbox_body_limit
    return Incoming(source, request.headers, await request.body(), peer_of(request))


IncomingDep = Annotated[Incoming, Depends(incoming_of)]


async def intake_of(identity: IdentityDep, worker: WorkerDep) -> Intake:
    return Intake(identity, worker.wake)


IntakeDep = Annotated[Intake, Depends(intake_of)]
InboxKeeper = Annotated[Caller, requires("webhooks:manage")]
