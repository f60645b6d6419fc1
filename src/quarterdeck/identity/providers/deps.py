"""What the routes of providers read from the address."""

from typing import Annotated

from fastapi import Depends, Path, Query

from quarterdeck.identity.providers.types import AuthorizationResponse

ProviderName = Annotated[str, Path(pattern=r"^[a-z][a-z0-9-]{0,31}$", description="As `GET /auth/providers` names it")]


async def returned(
    state: Annotated[str, Query(min_length=1, max_length=200, description="As it was sent to the provider")],
    code: Annotated[str | None, Query(min_length=1, max_length=4_096, description="To be exchanged once")] = None,
    error: Annotated[str | None, Query(max_length=200, description="Why there is no code (RFC 6749)")] = None,
    iss: Annotated[str | None, Query(max_length=500, description="Who answers (RFC 9207)")] = None,
) -> AuthorizationResponse:
    return AuthorizationResponse(state, code, error, iss)


ReturnedDep = Annotated[AuthorizationResponse, Depends(returned)]
