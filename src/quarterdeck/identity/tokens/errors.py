"""What can go wrong with refresh tokens."""

from quarterdeck.kit.errors import Unauthenticated


class BadRefreshToken(Unauthenticated):
    code = "INVALID_REFRESH_TOKEN"
    message = "This refresh token was used, has expired, or never was; sign in again"
