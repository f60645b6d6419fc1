"""Who may deliver to the inbox."""

from dataclasses import asdict

from quarterdeck.events.inbox import service, sources
from quarterdeck.events.inbox.deps import InboxWrite
from quarterdeck.events.inbox.schemas import SourceIn, SourceIssued, SourceOut, SourceRotation
from quarterdeck.events.inbox.types import InboxSource, IssuedSource
from quarterdeck.infra.web.deps import KeyringDep, PublicAddress, ReadSession, WriteSession
from quarterdeck.infra.web.paging import PageDep
from quarterdeck.infra.web.route import DeckRouter
from quarterdeck.infra.web.schema import Identifier, ListOf

router = DeckRouter(prefix="/inbox/sources", tags=["inbox"])


@router.get("", summary="List sources")
async def list_inbox_sources(
    caller: InboxWrite, page: PageDep, address: PublicAddress, session: ReadSession
) -> ListOf[SourceOut]:
    found = await sources.page_of_sources(session, page, caller)
    return ListOf[SourceOut].model_validate(found.map(lambda source: _out(source, address)))


@router.post("", status_code=201, summary="Make a source")
async def create_inbox_source(
    caller: InboxWrite, body: SourceIn, keyring: KeyringDep, address: PublicAddress, session: WriteSession
) -> SourceIssued:
    """Give the sender the `url` and the `secret`."""
    place, kind = body.organization_id, body.kind
    made = await service.create_source(session, keyring, caller, place, kind, name=body.name, secret=body.secret)
    return _shown(made, address)


@router.get("/{source_id}", summary="Read a source")
async def read_inbox_source(
    caller: InboxWrite, source_id: Identifier, address: PublicAddress, session: ReadSession
) -> SourceOut:
    return _out(await service.source_seen_by(session, caller, source_id), address)


@router.post("/{source_id}/rotate-secret", summary="Give a source another secret")
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
    return _shown(made, address)


@router.delete("/{source_id}", status_code=204, summary="Remove a source")
async def delete_inbox_source(caller: InboxWrite, source_id: Identifier, session: WriteSession) -> None:
    """With everything it delivered."""
    await service.remove_source(session, caller, source_id)


def _out(source: InboxSource, address: str) -> SourceOut:
    return SourceOut(**asdict(source), built_in=source.built_in, url=f"{address}/webhooks/{source.slug}")


def _shown(made: IssuedSource, address: str) -> SourceIssued:
    return SourceIssued(**_out(made.source, address).model_dump(), secret=made.secret)
