"""Clients, for administrators. Keys and connected programs read them; only a signed-in person changes them."""

from typing import Any

from quarterdeck.identity.oauth_server.clients import repository, service
from quarterdeck.identity.oauth_server.clients.schemas import ClientIn, ClientIssued, ClientOut, ClientPatch
from quarterdeck.identity.oauth_server.clients.types import ClientChange, NewClient, OAuthClient
from quarterdeck.identity.oauth_server.scopes import in_order
from quarterdeck.identity.web import CallersDep, UsersReader, UsersWriter
from quarterdeck.infra.web.deps import ReadSession, WriteSession
from quarterdeck.infra.web.paging import PageDep
from quarterdeck.infra.web.route import DeckRouter
from quarterdeck.infra.web.schema import Identifier, ListOf

router = DeckRouter(prefix="/oauth/clients", tags=["OAuth"])


@router.get("", summary="List OAuth clients")
async def list_oauth_clients(_caller: UsersReader, page: PageDep, session: ReadSession) -> ListOf[ClientOut]:
    """Those that administrators registered, and those that came by themselves and were let in by somebody."""
    found = await repository.page_of_clients(session, page)
    return ListOf[ClientOut].model_validate(found.map(lambda client: ClientOut(**_fields(client))))


@router.post("", status_code=201, summary="Register an OAuth client")
async def create_oauth_client(caller: UsersWriter, body: ClientIn, session: WriteSession) -> ClientIssued:
    """For programs that cannot register by themselves, such as GPT Actions.

    Only a signed-in administrator sets clients up, not an API key or a connected program.
    """
    wanted = NewClient(body.name, tuple(body.redirect_uris), frozenset(body.scopes), body.pkce)
    made = await service.register_client(session, caller, wanted)
    return ClientIssued(**_fields(made.client), client_secret=made.secret)


@router.patch("/{client_row}", summary="Change a registered OAuth client")
async def update_oauth_client(
    caller: UsersWriter, client_row: Identifier, body: ClientPatch, callers: CallersDep, session: WriteSession
) -> ClientOut:
    """Grants that were given go on, within the new scopes at once."""
    redirects = tuple(body.redirect_uris) if body.redirect_uris is not None else None
    scopes = frozenset(body.scopes) if body.scopes is not None else None
    change = ClientChange(body.name, redirects, scopes)
    changed = await service.change_client(session, caller, client_row, change, callers)
    return ClientOut(**_fields(changed))


@router.delete("/{client_row}", status_code=204, summary="Remove an OAuth client")
async def delete_oauth_client(
    caller: UsersWriter, client_row: Identifier, callers: CallersDep, session: WriteSession
) -> None:
    """Everything it was granted ends at once."""
    await service.remove_client(session, caller, client_row, callers)


def _fields(client: OAuthClient) -> dict[str, Any]:
    return {
        "id": client.id,
        "client_id": client.client_id,
        "kind": client.kind,
        "name": client.name,
        "redirect_uris": list(client.redirect_uris),
        "scopes": in_order(client.scopes),
        "pkce": client.pkce,
        "created_by": client.created_by,
        "created_at": client.created_at,
    }
