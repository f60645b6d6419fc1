"""Sign-in through providers, on the wire."""

from typing import Annotated

from pydantic import Field

from quarterdeck.identity.providers.safe_redirect import ACCOUNT, LONGEST
from quarterdeck.identity.sessions.schemas import Secret, TokensOut
from quarterdeck.identity.users.schemas import UserOut
from quarterdeck.infra.web.schema import ResponseModel, StrictModel, UtcDateTime

ReturnTo = Annotated[
    str,
    Field(min_length=1, max_length=LONGEST, description="The console's page to go to; no other address is taken"),
]


class ProviderOut(ResponseModel):
    name: str = Field(description="Stands in the addresses of its routes", examples=["google"])
    label: str = Field(description="For the button", examples=["Google"])


class ProvidersOut(ResponseModel):
    items: list[ProviderOut]


class TemporaryTokenIn(StrictModel):
    token: Secret


class WelcomeOut(TokensOut):
    user: UserOut
    return_to: str = Field(description="The page that the sign-in was begun for", examples=["/console/"])


class LinkIn(StrictModel):
    return_to: ReturnTo = ACCOUNT


class LinkOut(ResponseModel):
    redirect_to: str = Field(description="Send the browser there; the identity is linked when it comes back")


class IdentityOut(ResponseModel):
    id: str
    provider: str
    issuer: str = Field(description="Who vouches for the person", examples=["https://accounts.google.com"])
    email: str | None = Field(description="As the provider last said; it decides nothing")
    created_at: UtcDateTime
    last_used_at: UtcDateTime
