"""What can go wrong when signing in and staying signed in."""

from quarterdeck.kit.errors import NotFound, RateLimited, Unauthenticated


class BadCredentials(Unauthenticated):
    code = "INVALID_CREDENTIALS"
    message = "The e-mail address or the password is not right"


class LockedOut(RateLimited):
    code = "LOCKED_OUT"
    message = "Too many failed attempts; wait before the next one"


class InvalidSignInLink(Unauthenticated):
    code = "INVALID_SIGN_IN_LINK"
    message = "This sign-in link was used, has expired, or never was"


class SessionNotFound(NotFound):
    message = "There is no such session"


class BadRefreshToken(Unauthenticated):
    code = "INVALID_REFRESH_TOKEN"
    message = "This refresh token was used, has expired, or never was; sign in again"


class CredentialNotForAddresses(Unauthenticated):
    code = "CREDENTIAL_NOT_FOR_ADDRESSES"
    message = "Only a short-lived access token may stand in an address; send anything else in a header or first message"
