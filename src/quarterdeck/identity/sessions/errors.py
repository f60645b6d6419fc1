"""What can go wrong when signing in."""

from quarterdeck.kit.errors import Forbidden, NotFound, RateLimited, Unauthenticated


class BadCredentials(Unauthenticated):
    code = "INVALID_CREDENTIALS"
    message = "The e-mail address or the password is not right"


class LockedOut(RateLimited):
    code = "LOCKED_OUT"
    message = "Too many failed attempts; wait before the next one"


class BadSignInLink(Unauthenticated):
    code = "INVALID_SIGN_IN_LINK"
    message = "This sign-in link was used, has expired, or never was"


class CrossSite(Forbidden):
    code = "CROSS_SITE_REQUEST"
    message = "A page of another site sent this request with your cookie"


class SessionNotFound(NotFound):
    message = "There is no such session"
