"""What the routes of webhooks ask for in their signature."""

from typing import Annotated, Any

from fastapi import Depends, Request

from quarterdeck.events.webhooks.request import WebhookRequest
from quarterdeck.identity.api import Caller
from quarterdeck.identity.web import RefusalsDep, requires
from quarterdeck.infra.web.deps import KeyringDep, SettingsDep, WorkerDep, WriteSession
from quarterdeck.infra.web.versions import IfMatch

WebhooksWrite = Annotated[Caller, requires("webhooks:manage")]


async def webhook_request_of(
    *,
    request: Request,
    caller: WebhooksWrite,
    session: WriteSession,
    settings: SettingsDep,
    keyring: KeyringDep,
    refusals: RefusalsDep,
    worker: WorkerDep,
) -> WebhookRequest:
    def note_refusal(**facts: Any) -> None:
        refusals.note(request, caller, **facts)

    return WebhookRequest(caller, session, settings, keyring, worker.wake, note_refusal)


WebhookRequestDep = Annotated[WebhookRequest, Depends(webhook_request_of)]

__all__ = ["IfMatch", "WebhookRequestDep", "WebhooksWrite"]
