"""Invitations: made and withdrawn by owners, answered by whoever holds a link."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import Depends, Path, Request, Response

from quarterdeck.identity.authentication.cookies import give_session_cookies
from quarterdeck.identity.authentication.origin import peer_of
from quarterdeck.identity.caller import Caller
from quarterdeck.identity.invitations import repository, service
from quarterdeck.identity.invitations.schemas import (
    AcceptedOut,
    AcceptIn,
    InvitationIn,
    InvitationIssued,
    InvitationOut,
    OfferOut,
    Token,
)
from quarterdeck.identity.invitations.service import AcceptRequest, InvitationAcceptance
from quarterdeck.identity.invitations.types import Invitation, InvitationPreview
from quarterdeck.identity.organizations.service import organization_seen_by
from quarterdeck.identity.web import (
    OrganizationOwner,
    OrganizationOwnerInPerson,
    RequestAuthenticatorDep,
    SignInAttempt,
)
from quarterdeck.infra.web.deps import LimiterDep, PublicAddress, ReadSession, SettingsDep, WriteSession, part
from quarterdeck.infra.web.paging import PageDep
from quarterdeck.infra.web.route import DeckRouter
from quarterdeck.infra.web.schema import Identifier, ListOf
from quarterdeck.kit.clock import now
from quarterdeck.kit.pages import Page

router = DeckRouter(prefix="/organizations/{organization_id}/invitations", tags=["organizations"])
answers = DeckRouter(prefix="/auth/invitations", tags=["authentication"])
PUBLIC: dict[str, Any] = {"security": []}


AcceptanceDep = Annotated[InvitationAcceptance, Depends(part("identity.invitation_acceptance"))]


async def whoever_is_signed_in(request: Request, requests: RequestAuthenticatorDep) -> Caller | None:
    known = await requests.authenticate(request)
    return known.caller if known else None


async def limit_previews(request: Request, limiter: LimiterDep) -> None:
    """Count a look at a link, apart from attempts to sign in: a team may open its links from one address."""
    await limiter.hit_anonymous(peer_of(request))


@router.get("", response_model=ListOf[InvitationOut], summary="List open invitations")
async def list_invitations(
    caller: OrganizationOwner, organization_id: Identifier, page: PageDep, session: ReadSession
) -> Page[Invitation]:
    await organization_seen_by(session, caller, organization_id)
    return await repository.page_of_invitations(session, page, organization_id, now())


@router.post("", status_code=201, summary="Invite a person")
async def create_invitation(
    caller: OrganizationOwnerInPerson,
    organization_id: Identifier,
    body: InvitationIn,
    settings: SettingsDep,
    address: PublicAddress,
    *,
    session: WriteSession,
) -> InvitationIssued:
    """The link works once, for 7 days, for this address. Inviting it again makes a new link and ends the old one.

    Only a signed-in person invites: who holds an API key or a grant could let themselves in as somebody else.
    """
    allowlist = settings.security.user_whitelist
    made, token = await service.invite(session, caller, organization_id, body.email, allowlist, role=body.role)
    return InvitationIssued(**asdict(made), link=f"{address}/console/invitation#token={token}")


@router.delete("/{invitation_id}", status_code=204, summary="Withdraw an invitation")
async def revoke_invitation(
    caller: OrganizationOwner, organization_id: Identifier, invitation_id: Identifier, session: WriteSession
) -> None:
    await service.revoke(session, caller, organization_id, invitation_id)


@answers.post("/accept", openapi_extra=PUBLIC, summary="Accept an invitation")
async def accept_invitation(
    origin: SignInAttempt,
    body: AcceptIn,
    caller: Annotated[Caller | None, Depends(whoever_is_signed_in)],
    acceptance: AcceptanceDep,
    settings: SettingsDep,
    response: Response,
) -> AcceptedOut:
    """Makes an account and signs it in, if the inviter may make accounts (`INVITATIONS_MAKE_ACCOUNTS`).

    Else, and who has one already, must be signed in to that very account.
    """
    accepted = await acceptance.accept(AcceptRequest(body.token, body.name, body.password, origin, caller))
    signed = accepted.signed_in
    if signed is not None:
        give_session_cookies(response, settings, signed)
    return AcceptedOut(**asdict(accepted) | {"signed_in": signed is not None})


@answers.get(
    "/{token}",
    response_model=OfferOut,
    openapi_extra=PUBLIC,
    dependencies=[Depends(limit_previews)],
    summary="Read an invitation",
)
async def read_invitation(
    token: Annotated[Token, Path()], acceptance: AcceptanceDep, session: ReadSession
) -> InvitationPreview:
    """For whoever holds its link. A link that no longer works and one that never was answer the same."""
    return await acceptance.preview(session, token)
