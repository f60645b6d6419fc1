"""The console's session cookie."""

from collections.abc import Mapping

from starlette.responses import Response

from quarterdeck.infra.settings import Settings


def cookie_name(settings: Settings) -> str:
    """Over TLS the `__Host-` prefix makes browsers refuse the cookie from anybody but this very host."""
    return "__Host-qd_session" if settings.served_over_tls else "qd_session"


def session_cookie(settings: Settings, cookies: Mapping[str, str]) -> str | None:
    return cookies.get(cookie_name(settings))


def give_cookie(response: Response, settings: Settings, secret: str) -> None:
    """Set the cookie; the server ends the session by its own clock, whatever the browser remembers."""
    response.set_cookie(
        cookie_name(settings),
        secret,
        max_age=settings.security.session_max_days * 86_400,
        path="/",
        secure=settings.served_over_tls,
        httponly=True,
        samesite="lax",
    )


def take_cookie(response: Response, settings: Settings) -> None:
    """Remove the cookie, with the attributes it was set with: browsers keep it otherwise."""
    response.delete_cookie(
        cookie_name(settings), path="/", secure=settings.served_over_tls, httponly=True, samesite="lax"
    )
