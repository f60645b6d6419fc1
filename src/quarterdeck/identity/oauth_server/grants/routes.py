"""Which programs I have let in."""

from pydantic import Field

from quarterdeck.identity.oauth_server.grants import repository, service
from quarterdeck.identity.oauth_server.grants.types import Grant
from quarterdeck.identity.oauth_server.scopes import in_order
from quarterdeck.identity.roles import Scope
from quarterdeck.identity.web import CallersDep, SignedInPerson
from quarterdeck.infra.web.deps import ReadSession, WriteSession
from quarterdeck.infra.web.paging import PageDep
from quarterdeck.infra.web.route import DeckRouter
from quarterdeck.infra.web.schema import Identifier, ListOf, ResponseModel, UtcDateTime
from quarterdeck.kit.clock import now


class ConnectionOut(ResponseModel):
    id: str
    client_id: str
    client_name: str
    redirect_host: str = Field(examples=["chatgpt.com"])
    resource: str = Field(description="Which part of this server it may use")
    scopes: list[Scope]
    created_at: UtcDateTime
    last_used_at: UtcDateTime | None
    expires_at: UtcDateTime = Field(description="It ends by itself when it is not used until then")


router = DeckRouter(prefix="/auth/connections", tags=["OAuth"])


@router.get("", summary="Programs that I have let in")
async def list_connections(caller: SignedInPerson, page: PageDep, session: ReadSession) -> ListOf[ConnectionOut]:
    found = await repository.page_of_connections(session, page, caller.user_id, now())
    return ListOf[ConnectionOut].model_validate(found.map(_out))


@router.delete("/{connection_id}", status_code=204, summary="End a program's access")
async def delete_connection(
    caller: SignedInPerson, connection_id: Identifier, callers: CallersDep, session: WriteSession
) -> None:
    """Its tokens stop at once."""
    await service.end_connection(session, callers, caller, connection_id)


def _out(grant: Grant) -> ConnectionOut:
    return ConnectionOut(
        id=grant.id,
        client_id=grant.client_id,
        client_name=grant.client_name,
        redirect_host=grant.redirect_host,
        resource=grant.resource,
        scopes=in_order(grant.scopes),
        created_at=grant.created_at,
        last_used_at=grant.last_used_at,
        expires_at=grant.expires_at,
    )
