"""GitHub and GitHub Enterprise: OAuth 2 without ID tokens, so the account is read from the API."""

from typing import Any
from urllib.parse import urlencode

import structlog

from quarterdeck.identity.providers.errors import BadProof, ProviderRefused, ProviderUnavailable
from quarterdeck.identity.providers.fetch import OK, get_json, post_form
from quarterdeck.identity.providers.types import AuthenticationRequest, AuthorizationResponse, Profile
from quarterdeck.infra.outbound import Outbound
from quarterdeck.infra.settings.providers import ProviderSettings

log = structlog.get_logger()

SCOPES = "read:user user:email"


class GitHubProvider:
    """Sign-in through one GitHub. The identity is the numeric id: logins change hands, ids never do."""

    name, label = "github", "GitHub"

    def __init__(self, outbound: Outbound, settings: ProviderSettings) -> None:
        self._outbound, self._settings = outbound, settings
        self._site, self._api = settings.github_url.rstrip("/"), settings.github_api_url.rstrip("/")
        self.redirect_uri = settings.github_redirect_uri

    async def authorization_url(self, request: AuthenticationRequest) -> str:
        query = urlencode(
            {
                "client_id": self._settings.github_client_id,
                "redirect_uri": request.redirect_uri,
                "scope": SCOPES,
                "state": request.state,
                "code_challenge": request.code_challenge,
                "code_challenge_method": "S256",
            }
        )
        return f"{self._site}/login/oauth/authorize?{query}"

    async def identify(self, returned: AuthorizationResponse, request: AuthenticationRequest) -> Profile:
        token = await self._exchanged(returned.code or "", request)
        user = await get_json(self._outbound, f"{self._api}/user", token)
        number = user.get("id") if isinstance(user, dict) else None
        if not isinstance(number, int) or isinstance(number, bool) or number <= 0:
            raise BadProof
        primary = _primary(await get_json(self._outbound, f"{self._api}/user/emails", token))
        claims = {
            "name": user.get("name") or user.get("login"),
            "email": primary.get("email"),
            "email_verified": primary.get("verified"),
        }
        return Profile.of_claims(self._site, str(number), claims)

    async def _exchanged(self, code: str, request: AuthenticationRequest) -> str:
        fields = {
            "client_id": self._settings.github_client_id,
            "client_secret": self._settings.github_client_secret.get_secret_value(),
            "code": code,
            "redirect_uri": request.redirect_uri,
            "code_verifier": request.verifier,
        }
        status, found = await post_form(self._outbound, f"{self._site}/login/oauth/access_token", fields)
        token = found.get("access_token")
        if status != OK or "error" in found:  # GitHub tells of errors with status 200
            log.warning("provider_refused", provider=self.name, status=status)
            raise ProviderRefused
        if not isinstance(token, str) or not token.isascii() or not token.isprintable():
            raise ProviderUnavailable
        return token


def _primary(found: Any) -> dict[str, Any]:
    """Return the address that the person made their primary one; the public profile may name any."""
    listed = found if isinstance(found, list) else []
    primaries = [each for each in listed if isinstance(each, dict) and each.get("primary") is True]
    return primaries[0] if len(primaries) == 1 else {}
