"""What the routes of webhooks ask for in their signature."""

from typing import Annotated, Any

from fastapi import Depends, Request

from quarterdeck.events.webhooks.service import Destination, NoteRefusal
from quarterdeck.identity.api import Caller
from quarterdeck.identity.web import RefusalsDep, requires
from quarterdeck.infra.outbound import OutboundRefused, checked_url
from quarterdeck.infra.web.deps import SettingsDep

WebhooksWrite = Annotated[Caller, requires("webhooks:manage")]


async def note_refusal(request: Request, caller: WebhooksWrite, refusals: RefusalsDep) -> NoteRefusal:
    def note(**facts: Any) -> None:
        refusals.note(request, caller, **facts)

    return note


NoteRefusalDep = Annotated[NoteRefusal, Depends(note_refusal)]


async def destination(settings: SettingsDep, note: NoteRefusalDep) -> Destination:
    def checked(url: str) -> str:
        try:
            return checked_url(url, settings, settings.outbound.webhook_private_hosts).text
        except OutboundRefused:
            note(reason="destination_refused")
            raise

    return checked


DestinationDep = Annotated[Destination, Depends(destination)]
