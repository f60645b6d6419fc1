"""The cookie that binds a request for access to the browser it began in.

Without it, somebody could begin a request in his own browser and lead another person to the consent page: the code
for that person's account would then go to him (CVE-2026-27124).
"""

import re
from collections.abc import Mapping
from typing import Final

from starlette.responses import Response

from quarterdeck.identity.authentication.cookies import Cookie
from quarterdeck.identity.oauth_server.requests.types import LIFETIME
from quarterdeck.identity.secrets import new_secret
from quarterdeck.infra.settings import Settings

_SHAPE: Final = re.compile(r"[A-Za-z0-9_-]{43}")


def consent_browser(settings: Settings, cookies: Mapping[str, str]) -> str | None:
    """Return the secret that this browser was given, if it has one of ours."""
    secret = cookies.get(consent_cookie(settings).name, "")
    return secret if _SHAPE.fullmatch(secret) else None


def browser_or_new(settings: Settings, cookies: Mapping[str, str]) -> str:
    """Return this browser's secret; several requests that wait in one browser share it."""
    return consent_browser(settings, cookies) or new_secret()


def remember_browser(response: Response, settings: Settings, secret: str) -> None:
    consent_cookie(settings).give(response, secret)


def consent_cookie(settings: Settings) -> Cookie:
    """`lax`, since the client's page leads here by a link from another site."""
    tls = settings.served_over_tls
    return Cookie("__Host-qd_oauth" if tls else "qd_oauth", "/", int(LIFETIME.total_seconds()), "lax", tls)
