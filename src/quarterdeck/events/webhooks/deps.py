"""What the routes of webhooks ask for in their signature."""

from typing import Annotated, cast

from fastapi import Depends, Request

from quarterdeck.events.webhooks.desk import Desk
from quarterdeck.identity.api import Caller
from quarterdeck.identity.versions import IfMatch
from quarterdeck.identity.web import IdentityDep, note_denial, requires
from quarterdeck.infra.crypto import Keyring
from quarterdeck.infra.jobs import Worker
from quarterdeck.infra.web.deps import SettingsDep, WriteSession

WebhooksManager = Annotated[Caller, requires("webhooks:manage")]


async def desk_of(
    request: Request, caller: WebhooksManager, session: WriteSession, settings: SettingsDep, identity: IdentityDep
) -> Desk:
    def note_refusal() -> None:
        note_denial(identity, request, caller, reason="destination_refused")

    state = request.app.state
    keyring, worker = cast("Keyring", state.keyring), cast("Worker", state.jobs)
    return Desk(caller, session, settings, keyring, worker.wake, note_refusal)


DeskDep = Annotated[Desk, Depends(desk_of)]

__all__ = ["DeskDep", "IfMatch", "WebhooksManager"]
