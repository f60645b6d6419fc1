"""What the inbox has received."""

from dataclasses import asdict
from typing import Annotated

from fastapi import Query

from quarterdeck.events.inbox import deliveries, service
from quarterdeck.events.inbox.deps import InboxWrite
from quarterdeck.events.inbox.schemas import DeliveryDetailsOut, ReceivedOut
from quarterdeck.events.inbox.types import DeliveryState, InboxDelivery
from quarterdeck.infra.web.deps import ReadSession, WorkerDep, WriteSession
from quarterdeck.infra.web.paging import PageDep
from quarterdeck.infra.web.route import DeckRouter
from quarterdeck.infra.web.schema import Identifier, ListOf
from quarterdeck.kit.pages import Page

router = DeckRouter(prefix="/inbox/deliveries", tags=["inbox"])


@router.get("", response_model=ListOf[ReceivedOut], summary="List received webhooks")
async def list_inbox_deliveries(
    caller: InboxWrite,
    page: PageDep,
    session: ReadSession,
    source_id: Identifier | None = None,
    state: Annotated[DeliveryState | None, Query(description="Only in this state")] = None,
) -> Page[InboxDelivery]:
    """Newest first. They are kept for `INBOX_KEEP_DAYS`."""
    return await deliveries.page_of_deliveries(session, page, caller, source_id, state)


@router.get("/{received_id}", summary="Read a received webhook")
async def read_inbox_delivery(caller: InboxWrite, received_id: Identifier, session: ReadSession) -> DeliveryDetailsOut:
    delivery = await service.delivery_seen_by(session, caller, received_id)
    body = await deliveries.beginning_of_body(session, delivery.id)
    return DeliveryDetailsOut(**asdict(delivery), body=body.decode(errors="replace"))


@router.post("/{received_id}/reprocess", status_code=202, response_model=ReceivedOut, summary="Process a webhook again")
async def reprocess_inbox_delivery(
    caller: InboxWrite, received_id: Identifier, worker: WorkerDep, session: WriteSession
) -> InboxDelivery:
    """Its events are told again."""
    session.after_commit(worker.wake)
    return await service.reprocess(session, caller, received_id)
