"""The ways into one's own account."""

from fastapi import Request, Response

from quarterdeck.identity.authentication.cookies import give_browser_cookie
from quarterdeck.identity.providers import flow, repository
from quarterdeck.identity.providers.browser import callback_of
from quarterdeck.identity.providers.deps import ProviderName
from quarterdeck.identity.providers.linking import unlink
from quarterdeck.identity.providers.schemas import IdentityOut, LinkIn, LinkOut
from quarterdeck.identity.providers.types import LinkedIdentity
from quarterdeck.identity.web import IdentityDep, SecretChanger, SignedInPerson
from quarterdeck.infra.web.deps import ReadSession, WriteSession
from quarterdeck.infra.web.paging import PageDep
from quarterdeck.infra.web.route import DeckRouter
from quarterdeck.infra.web.schema import Identifier, ListOf
from quarterdeck.kit.pages import Page

router = DeckRouter(prefix="/auth", tags=["authentication"])


@router.get("/identities", response_model=ListOf[IdentityOut], summary="My identities at providers")
async def list_identities(caller: SignedInPerson, page: PageDep, session: ReadSession) -> Page[LinkedIdentity]:
    return await repository.page_of_identities(session, page, caller.user_id)


@router.delete("/identities/{identity_id}", status_code=204, summary="Unlink one of my identities")
async def delete_identity(
    caller: SignedInPerson, identity_id: Identifier, identity: IdentityDep, session: WriteSession
) -> None:
    """Refused for the last way in: set a password or link another provider first."""
    await unlink(session, identity, caller, identity_id)


@router.post("/{provider}/link", summary="Link an identity at a provider to my account")
async def link_identity(
    caller: SecretChanger,
    request: Request,
    provider: ProviderName,
    body: LinkIn,
    identity: IdentityDep,
    response: Response,
) -> LinkOut:
    """Sets the cookie that knows this browser again, within ten minutes; you must still be signed in then."""
    callback = callback_of(request, identity.settings, provider)
    started = await flow.begin(identity, provider, body.return_to, callback, caller)
    give_browser_cookie(response, identity.settings, started.browser)
    return LinkOut(redirect_to=started.url)
