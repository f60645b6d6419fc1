"""Invitations on the wire."""

from typing import Annotated

from pydantic import Field

from quarterdeck.identity.roles import OrganizationRole
from quarterdeck.identity.users.emails import Email
from quarterdeck.identity.users.schemas import Password
from quarterdeck.infra.web.schema import Name, ResponseModel, StrictModel, UtcDateTime

Token = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[A-Za-z0-9_-]+$")]


class InvitationIn(StrictModel):
    email: Email = Field(examples=["ada@example.com"])
    role: OrganizationRole = "member"


class InvitationOut(ResponseModel):
    id: str
    organization_id: str
    email: str
    role: OrganizationRole
    invited_by: str = Field(description="Id of the user who invites")
    created_at: UtcDateTime
    expires_at: UtcDateTime


class InvitationIssued(InvitationOut):
    link: str = Field(
        description="Shown this once. Hand it over yourself: the server sends no mail",
        examples=["https://deck.example.org/console/invitation#token=qdi_…"],
    )


class OfferOut(ResponseModel):
    organization_name: str
    email: str
    role: OrganizationRole
    expires_at: UtcDateTime
    sign_in_first: bool = Field(
        description="Whether this link asks to sign in with the address, instead of choosing a name and a password. "
        "Always true where the inviter may make no accounts, whether the address has one or not"
    )


class AcceptIn(StrictModel):
    token: Token
    name: Name | None = Field(default=None, description="Of a new account; by default the address")
    password: Password | None = Field(
        default=None, description="Of a new account; without one, the person signs in by one-time links or a provider"
    )


class AcceptedOut(ResponseModel):
    user_id: str
    organization_id: str
    role: OrganizationRole
    signed_in: bool = Field(description="Whether a new account's console session has begun; its cookie is set")
