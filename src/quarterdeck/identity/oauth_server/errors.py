"""What can go wrong on our own routes; at `/oauth/token` and its like errors have the standard's shape instead."""

from quarterdeck.kit.errors import BadRequest, Detail, Invalid, NotFound


class BadAuthorizationRequest(BadRequest):
    """Nobody is sent anywhere: the client or its address is not known to be right."""

    code = "INVALID_AUTHORIZATION_REQUEST"
    message = "This request for access cannot be trusted, so you are not sent back to where it came from"


class RequestNotFound(NotFound):
    message = "There is no such request for access, it was answered, or it belongs to another browser"


class ClientNotFound(NotFound):
    message = "There is no such OAuth client"


class ConnectionNotFound(NotFound):
    message = "There is no such connection"


class BadRedirects(Invalid):
    def __init__(self) -> None:
        what = "Each an https:// address, or http:// to this computer, in lower case up to its path, without fragment"
        super().__init__(details=[Detail("redirect_uris", what)])


class ChooseScopes(Invalid):
    def __init__(self) -> None:
        super().__init__(details=[Detail("scopes", "At least one of those that were asked for")])
