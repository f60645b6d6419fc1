"""Webhooks: where an organization wants to be told of what happens."""

from typing import Any

from quarterdeck.events.rotation import SecretRotation
from quarterdeck.events.webhooks import repository, service
from quarterdeck.events.webhooks.deps import IfMatch, WebhookRequestDep, WebhooksWrite
from quarterdeck.events.webhooks.schemas import WebhookIn, WebhookIssued, WebhookOut, WebhookPatch
from quarterdeck.events.webhooks.types import IssuedWebhook, Webhook
from quarterdeck.infra.web.deps import ReadSession
from quarterdeck.infra.web.paging import PageDep
from quarterdeck.infra.web.route import DeckRouter
from quarterdeck.infra.web.schema import Identifier, ListOf
from quarterdeck.kit.pages import Page

router = DeckRouter(prefix="/webhooks", tags=["webhooks"])


@router.get("", response_model=ListOf[WebhookOut], summary="List webhooks")
async def list_webhooks(
    caller: WebhooksWrite, page: PageDep, session: ReadSession, organization_id: Identifier | None = None
) -> Page[Webhook]:
    """Those of the organizations that you are a member or an owner of; administrators see all."""
    return await repository.page_of_webhooks(session, page, caller, organization_id)


@router.post("", status_code=201, summary="Make a webhook")
async def create_webhook(request: WebhookRequestDep, body: WebhookIn) -> WebhookIssued:
    """The answer holds the secret that signs, this once. Events are told from now on, as far as your scopes reach."""
    return _shown(await service.create_webhook(request, body))


@router.get("/{webhook_id}", response_model=WebhookOut, summary="Read a webhook")
async def read_webhook(caller: WebhooksWrite, webhook_id: Identifier, session: ReadSession) -> Webhook:
    return await service.webhook_seen_by(session, caller, webhook_id)


@router.patch("/{webhook_id}", response_model=WebhookOut, summary="Change a webhook")
async def update_webhook(
    request: WebhookRequestDep, webhook_id: Identifier, body: WebhookPatch, version: IfMatch
) -> Webhook:
    """Disabling gives up what still waits. Enabling starts afresh with what happens from then on."""
    values = body.model_dump(exclude={"expected_version"}, exclude_none=True)
    return await service.change_webhook(request, webhook_id, values, body.expected_version, version)


@router.delete("/{webhook_id}", status_code=204, summary="Remove a webhook and its deliveries")
async def delete_webhook(request: WebhookRequestDep, webhook_id: Identifier) -> None:
    await service.delete_webhook(request, webhook_id)


@router.post("/{webhook_id}/rotate-secret", summary="Give a webhook another secret")
async def rotate_webhook_secret(
    request: WebhookRequestDep, webhook_id: Identifier, body: SecretRotation | None = None
) -> WebhookIssued:
    """For a day, unless you say otherwise, every delivery carries a signature by the old secret too."""
    until = (body or SecretRotation()).old_until()
    return _shown(await service.rotate_secret(request, webhook_id, until))


def _shown(made: IssuedWebhook) -> WebhookIssued:
    fields: dict[str, Any] = WebhookOut.model_validate(made.webhook).model_dump()
    return WebhookIssued(**fields, secret=made.secret)
