"""Who may deliver to the inbox, what it has received, and where other systems deliver."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import Query, Response
from fastapi.routing import APIRoute

from quarterdeck.events.inbox import deliveries, service, sources
from quarterdeck.events.inbox.deps import InboxWrite, IncomingDep, ReceiverDep
from quarterdeck.events.inbox.schemas import (
    DeliveryDetailsOut,
    ReceiptOut,
    ReceivedOut,
    SourceIn,
    SourceIssued,
    SourceOut,
    SourceRotation,
)
from quarterdeck.events.inbox.types import DeliveryState, InboxDelivery, InboxSource, IssuedSource, Receipt
from quarterdeck.infra.web.deps import KeyringDep, PublicAddress, ReadSession, WorkerDep, WriteSession
from quarterdeck.infra.web.paging import PageDep
from quarterdeck.infra.web.route import DeckRouter
from quarterdeck.infra.web.schema import Identifier, ListOf
from quarterdeck.kit.pages import Page

source_router = DeckRouter(prefix="/inbox/sources", tags=["inbox"])
delivery_router = DeckRouter(prefix="/inbox/deliveries", tags=["inbox"])
# A plain route class: ours would read the body strictly, or within the common limit, before its proof is looked at.
receive_router = DeckRouter(prefix="/webhooks", tags=["inbox"], route_class=APIRoute, under="")

ANY_BODY: dict[str, Any] = {
    "security": [],
    "requestBody": {"required": True, "content": {"application/json": {"schema": {}}}},
}


@source_router.get("", summary="List sources")
async def list_inbox_sources(
    caller: InboxWrite, page: PageDep, address: PublicAddress, session: ReadSession
) -> ListOf[SourceOut]:
    found = await sources.page_of_sources(session, page, caller)
    return ListOf[SourceOut].model_validate(found.map(lambda source: _out(source, address)))


@source_router.post("", status_code=201, summary="Make a source")
async def create_inbox_source(
    caller: InboxWrite, body: SourceIn, keyring: KeyringDep, address: PublicAddress, session: WriteSession
) -> SourceIssued:
    """Give the sender the `url` and the `secret`."""
    organization, kind = body.organization_id, body.kind
    made = await service.create_source(session, keyring, caller, organization, kind, name=body.name, secret=body.secret)
    return _issued(made, address)


@source_router.get("/{source_id}", summary="Read a source")
async def read_inbox_source(
    caller: InboxWrite, source_id: Identifier, address: PublicAddress, session: ReadSession
) -> SourceOut:
    return _out(await service.source_seen_by(session, caller, source_id), address)


@source_router.post("/{source_id}/rotate-secret", summary="Give a source another secret")
async def rotate_inbox_secret(
    caller: InboxWrite,
    source_id: Identifier,
    body: SourceRotation,
    keyring: KeyringDep,
    *,
    address: PublicAddress,
    session: WriteSession,
) -> SourceIssued:
    """The old secret is still taken for a day, unless you say otherwise: no delivery is lost on the way."""
    made = await service.rotate_secret(session, keyring, caller, source_id, body.secret, body.old_until())
    return _issued(made, address)


@source_router.delete("/{source_id}", status_code=204, summary="Remove a source")
async def delete_inbox_source(caller: InboxWrite, source_id: Identifier, session: WriteSession) -> None:
    """With everything it delivered."""
    await service.remove_source(session, caller, source_id)


@delivery_router.get("", response_model=ListOf[ReceivedOut], summary="List received webhooks")
async def list_inbox_deliveries(
    caller: InboxWrite,
    page: PageDep,
    session: ReadSession,
    source_id: Identifier | None = None,
    state: Annotated[DeliveryState | None, Query(description="Only in this state")] = None,
) -> Page[InboxDelivery]:
    """Newest first. They are kept for `INBOX_KEEP_DAYS`."""
    return await deliveries.page_of_deliveries(session, page, caller, source_id, state)


@delivery_router.get("/{received_id}", summary="Read a received webhook")
async def read_inbox_delivery(caller: InboxWrite, received_id: Identifier, session: ReadSession) -> DeliveryDetailsOut:
    delivery = await service.delivery_seen_by(session, caller, received_id)
    body = await deliveries.beginning_of_body(session, delivery.id)
    return DeliveryDetailsOut(**asdict(delivery), body=body.decode(errors="replace"))


@delivery_router.post(
    "/{received_id}/reprocess", status_code=202, response_model=ReceivedOut, summary="Process a webhook again"
)
async def reprocess_inbox_delivery(
    caller: InboxWrite, received_id: Identifier, worker: WorkerDep, session: WriteSession
) -> InboxDelivery:
    """Its events are told again."""
    session.after_commit(worker.wake)
    return await service.reprocess(session, caller, received_id)


@receive_router.post(
    "/{source}",
    status_code=202,
    response_model=ReceiptOut,
    responses={200: {"model": ReceiptOut, "description": "It was delivered before"}},
    openapi_extra=ANY_BODY,
    summary="Deliver a webhook",
)
async def receive_webhook(incoming: IncomingDep, receiver: ReceiverDep, response: Response) -> Receipt:
    """For GitHub, GitLab, Sentry and whatever signs after Standard Webhooks. Stored once, then read by a job."""
    receipt = await receiver.receive(incoming)
    response.status_code = 200 if receipt.duplicate else 202
    return receipt


def _out(source: InboxSource, address: str) -> SourceOut:
    return SourceOut(**asdict(source), built_in=source.built_in, url=f"{address}/webhooks/{source.slug}")


def _issued(made: IssuedSource, address: str) -> SourceIssued:
    return SourceIssued(**_out(made.source, address).model_dump(), secret=made.secret)
