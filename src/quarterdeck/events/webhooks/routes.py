"""Webhooks: where an organization wants to be told of what happens, what was sent there, and sending it again."""

from typing import Annotated, Any

from fastapi import Query

from quarterdeck.events.rotation import SecretRotation
from quarterdeck.events.webhooks import deliveries, repository, service
from quarterdeck.events.webhooks.deps import DestinationDep, NoteRefusalDep, WebhooksWrite
from quarterdeck.events.webhooks.schemas import DeliveryOut, WebhookIn, WebhookIssued, WebhookOut, WebhookPatch
from quarterdeck.events.webhooks.types import DeliveryState, IssuedWebhook, Webhook, WebhookDelivery
from quarterdeck.infra.web.deps import KeyringDep, ReadSession, WorkerDep, WriteSession
from quarterdeck.infra.web.paging import PageDep
from quarterdeck.infra.web.route import DeckRouter
from quarterdeck.infra.web.schema import Identifier, ListOf
from quarterdeck.infra.web.versions import IfMatch
from quarterdeck.kit.pages import Page

router = DeckRouter(prefix="/webhooks", tags=["webhooks"])


@router.get("", response_model=ListOf[WebhookOut], summary="List webhooks")
async def list_webhooks(
    caller: WebhooksWrite, page: PageDep, session: ReadSession, organization_id: Identifier | None = None
) -> Page[Webhook]:
    """Those of the organizations that you are a member or an owner of; administrators see all."""
    return await repository.page_of_webhooks(session, page, caller, organization_id)


@router.post("", status_code=201, summary="Make a webhook")
async def create_webhook(
    caller: WebhooksWrite, session: WriteSession, keyring: KeyringDep, destination: DestinationDep, body: WebhookIn
) -> WebhookIssued:
    """The answer holds the secret that signs, this once. Events are told from now on, as far as your scopes reach."""
    return _issued(await service.create_webhook(session, caller, keyring, destination, body))


@router.get("/{webhook_id}", response_model=WebhookOut, summary="Read a webhook")
async def read_webhook(caller: WebhooksWrite, webhook_id: Identifier, session: ReadSession) -> Webhook:
    return await service.webhook_seen_by(session, caller, webhook_id)


@router.patch("/{webhook_id}", response_model=WebhookOut, summary="Change a webhook")
async def update_webhook(
    caller: WebhooksWrite,
    session: WriteSession,
    destination: DestinationDep,
    webhook_id: Identifier,
    body: WebhookPatch,
    *,
    version: IfMatch,
) -> Webhook:
    """Disabling gives up what still waits. Enabling starts afresh with what happens from then on."""
    values, expected = body.model_dump(exclude={"expected_version"}, exclude_none=True), body.expected_version
    return await service.change_webhook(session, caller, destination, webhook_id, values, expected, version)


@router.delete("/{webhook_id}", status_code=204, summary="Remove a webhook and its deliveries")
async def delete_webhook(caller: WebhooksWrite, session: WriteSession, webhook_id: Identifier) -> None:
    await service.delete_webhook(session, caller, webhook_id)


@router.post("/{webhook_id}/rotate-secret", summary="Give a webhook another secret")
async def rotate_webhook_secret(
    caller: WebhooksWrite,
    session: WriteSession,
    keyring: KeyringDep,
    webhook_id: Identifier,
    body: SecretRotation | None = None,
) -> WebhookIssued:
    """For a day, unless you say otherwise, every delivery carries a signature by the old secret too."""
    until = (body or SecretRotation()).old_until()
    return _issued(await service.rotate_secret(session, caller, keyring, webhook_id, until))


@router.post("/{webhook_id}/test", status_code=202, response_model=DeliveryOut, summary="Send a webhook a ping")
async def test_webhook(
    caller: WebhooksWrite, session: WriteSession, worker: WorkerDep, webhook_id: Identifier
) -> WebhookDelivery:
    """An event of the type `webhook.test`, tried once; its delivery shows what came of it."""
    session.after_commit(worker.wake)
    return await service.send_test(session, caller, webhook_id)


@router.get(
    "/{webhook_id}/deliveries",
    response_model=ListOf[DeliveryOut],
    summary="List a webhook's deliveries, newest first",
)
async def list_webhook_deliveries(
    caller: WebhooksWrite,
    webhook_id: Identifier,
    page: PageDep,
    session: ReadSession,
    state: Annotated[DeliveryState | None, Query(description="Only deliveries in this state")] = None,
) -> Page[WebhookDelivery]:
    webhook = await service.webhook_seen_by(session, caller, webhook_id)
    return await deliveries.page_of_deliveries(session, page, webhook.id, state)


@router.post(
    "/{webhook_id}/deliveries/{delivery_id}/redeliver",
    status_code=202,
    response_model=DeliveryOut,
    summary="Send an event again",
)
async def redeliver_to_webhook(
    caller: WebhooksWrite,
    session: WriteSession,
    note_refusal: NoteRefusalDep,
    worker: WorkerDep,
    webhook_id: Identifier,
    delivery_id: Identifier,
) -> WebhookDelivery:
    """The same bytes under the same `webhook-id`, so that a receiver can tell that it knows them."""
    session.after_commit(worker.wake)
    return await service.redeliver(session, caller, note_refusal, webhook_id, delivery_id)


def _issued(made: IssuedWebhook) -> WebhookIssued:
    fields: dict[str, Any] = WebhookOut.model_validate(made.webhook).model_dump()
    return WebhookIssued(**fields, secret=made.secret)
