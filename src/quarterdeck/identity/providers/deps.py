"""What the routes of providers ask for: services, what the address says, and who comes at which step."""

from typing import Annotated

from fastapi import Depends, Path, Query, Request

from quarterdeck.identity.authentication.cookies import browser_cookie
from quarterdeck.identity.authentication.origin import Origin, origin_of
from quarterdeck.identity.providers.accounts import ProviderAccounts
from quarterdeck.identity.providers.registry import ProviderRegistry
from quarterdeck.identity.providers.service import ProviderSignIn
from quarterdeck.identity.providers.types import AuthorizationResponse
from quarterdeck.infra.web.deps import LimiterDep, SettingsDep, part

ProviderName = Annotated[str, Path(pattern=r"^[a-z][a-z0-9-]{0,31}$", description="As `GET /auth/providers` names it")]


async def returned(
    state: Annotated[str, Query(min_length=1, max_length=200, description="As it was sent to the provider")],
    code: Annotated[str | None, Query(min_length=1, max_length=4_096, description="To be exchanged once")] = None,
    error: Annotated[str | None, Query(max_length=200, description="Why there is no code (RFC 6749)")] = None,
    iss: Annotated[str | None, Query(max_length=500, description="Who answers (RFC 9207)")] = None,
) -> AuthorizationResponse:
    return AuthorizationResponse(state, code, error, iss)


ReturnedDep = Annotated[AuthorizationResponse, Depends(returned)]


class CountedStep:
    """Counts one step of a sign-in, each kind of step for itself, so that a whole sign-in fits in the limit."""

    def __init__(self, step: str) -> None:
        self.step = step

    async def __call__(self, request: Request, limiter: LimiterDep) -> Origin:
        origin = origin_of(request)
        request.scope["state"]["rate_limit"] = await limiter.hit("auth", f"{self.step}:{origin.peer}")
        return origin


async def browser_of(request: Request, settings: SettingsDep) -> str:
    """Return the secret that this browser got when its sign-in began; empty when it brings none."""
    return browser_cookie(settings, request.cookies) or ""


LoginStep = Annotated[Origin, Depends(CountedStep("login"))]
CallbackStep = Annotated[Origin, Depends(CountedStep("callback"))]
RedirectStep = Annotated[Origin, Depends(CountedStep("redirect"))]
Browser = Annotated[str, Depends(browser_of)]
ProvidersDep = Annotated[ProviderRegistry, Depends(part("identity.providers"))]
ProviderSignInDep = Annotated[ProviderSignIn, Depends(part("identity.provider_sign_in"))]
ProviderAccountsDep = Annotated[ProviderAccounts, Depends(part("identity.provider_accounts"))]
