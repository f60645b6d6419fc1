"""The cookies of signing in. Each is removed with the very attributes it was set with: browsers keep it otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, Protocol

from starlette.responses import Response

from quarterdeck.infra.settings import Settings

AUTH_PATH: Final = "/api/v1/auth"
BROWSER_SECONDS: Final = 600
DAY: Final = 86_400


@dataclass(frozen=True, slots=True)
class Cookie:
    """A cookie that no script can read."""

    name: str
    path: str
    seconds: int
    same_site: Literal["lax", "strict"]
    secure: bool

    def give(self, response: Response, secret: str) -> None:
        """Set the cookie; the server ends what it stands for by its own clock, whatever the browser remembers."""
        self._write(response, secret, self.seconds)

    def take(self, response: Response) -> None:
        self._write(response, "", 0)

    def _write(self, response: Response, value: str, seconds: int) -> None:
        response.set_cookie(
            self.name,
            value,
            max_age=seconds,
            path=self.path,
            secure=self.secure,
            httponly=True,
            samesite=self.same_site,
        )


class CookieSecrets(Protocol):
    """What signing in yields for a browser."""

    @property
    def cookie(self) -> str | None: ...
    @property
    def refresh_cookie(self) -> str | None: ...


def session_cookie(settings: Settings, cookies: Mapping[str, str]) -> str | None:
    return cookies.get(_session(settings).name)


def refresh_cookie(settings: Settings, cookies: Mapping[str, str]) -> str | None:
    return cookies.get(_refresh(settings).name)


def browser_cookie(settings: Settings, cookies: Mapping[str, str]) -> str | None:
    return cookies.get(_browser(settings).name)


def give_session_cookies(response: Response, settings: Settings, signed: CookieSecrets) -> None:
    """Set the cookies that signing in or renewing yielded; for tokens there are none."""
    if signed.cookie is not None:
        _session(settings).give(response, signed.cookie)
    if signed.refresh_cookie is not None:
        _refresh(settings).give(response, signed.refresh_cookie)


def give_browser_cookie(response: Response, settings: Settings, secret: str) -> None:
    _browser(settings).give(response, secret)


def take_browser_cookie(response: Response, settings: Settings) -> None:
    _browser(settings).take(response)


def take_cookies(response: Response, settings: Settings) -> None:
    """Remove what signing in left behind; the cookie of consent knows a browser, and nobody in it."""
    for cookie in (_session(settings), _refresh(settings), _browser(settings)):
        cookie.take(response)


def _session(settings: Settings) -> Cookie:
    """Over TLS the `__Host-` prefix makes browsers refuse the cookie from anybody but this very host."""
    tls, days = settings.served_over_tls, settings.security.session_max_days
    return Cookie("__Host-qd_session" if tls else "qd_session", "/", days * DAY, "lax", tls)


def _refresh(settings: Settings) -> Cookie:
    """Sent to the one address that renews, so it cannot be `__Host-`, which asks for the path `/`."""
    tls, days = settings.served_over_tls, settings.security.refresh_token_expire_days
    path = f"{settings.server.base_path}{AUTH_PATH}/refresh"
    return Cookie("__Secure-qd_refresh" if tls else "qd_refresh", path, days * DAY, "strict", tls)


def _browser(settings: Settings) -> Cookie:
    """Knows a browser again that comes back from a provider, which only a lax cookie does."""
    tls = settings.served_over_tls
    return Cookie("__Host-qd_sign_in" if tls else "qd_sign_in", "/", BROWSER_SECONDS, "lax", tls)
