"""What the routes of webhooks ask for in their signature."""

from typing import Annotated

from fastapi import Depends, Request

from quarterdeck.events.webhooks.desk import Desk
from quarterdeck.identity.api import Caller
from quarterdeck.identity.versions import IfMatch
from quarterdeck.identity.web import IdentityDep, note_denial, requires
from quarterdeck.infra.web.deps import WorkerDep, WriteSession

WebhooksManager = Annotated[Caller, requires("webhooks:manage")]


async def desk_of(
    request: Request, caller: WebhooksManager, session: WriteSession, identity: IdentityDep, worker: WorkerDep
) -> Desk:
    def note_refusal() -> None:
        note_denial(identity, request, caller, reason="destination_refused")

    return Desk(caller, session, identity.settings, identity.keyring, worker.wake, note_refusal)


DeskDep = Annotated[Desk, Depends(desk_of)]

__all__ = ["DeskDep", "IfMatch", "WebhooksManager"]
