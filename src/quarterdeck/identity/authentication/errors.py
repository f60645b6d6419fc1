"""Why a request or a socket is refused before anything else is looked at."""

from quarterdeck.kit.errors import BadRequest, Forbidden, NotFound, Unauthenticated


class CrossSite(Forbidden):
    code = "CROSS_SITE_REQUEST"
    message = "A page of another site sent this request with your cookie"


class OrganizationNotFound(NotFound):
    """For a caller who may not know of it there is none: what is not theirs does not exist."""

    message = "There is no such organization"


class ForeignOrigin(Forbidden):
    code = "FOREIGN_ORIGIN"
    message = "Pages of this origin may not open sockets here"


class NoSubprotocols(BadRequest):
    code = "NO_SUBPROTOCOLS"
    message = "This socket speaks no subprotocol, and takes no credential in place of one"


class AuthenticationTimeout(Unauthenticated):
    code = "AUTHENTICATION_TIMEOUT"
    message = "The socket did not say in time who it is"


class InvalidFirstMessage(Unauthenticated):
    code = "INVALID_FIRST_MESSAGE"
    message = 'The first message must be {"type": "auth", "token": …}'


class AnotherAccount(Forbidden):
    code = "ANOTHER_PERSON"
    message = "An open socket cannot pass to another account"
