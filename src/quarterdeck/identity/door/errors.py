"""Why somebody is turned away at the door."""

from quarterdeck.kit.errors import BadRequest, Forbidden, Unauthenticated


class ForeignPage(Forbidden):
    code = "FOREIGN_ORIGIN"
    message = "Pages of this origin may not open sockets here"


class NoSubprotocols(BadRequest):
    code = "NO_SUBPROTOCOLS"
    message = "This socket speaks no subprotocol, and takes no credential in place of one"


class BadTicket(Unauthenticated):
    code = "INVALID_TICKET"
    message = "This ticket was used, has expired, is for another socket, or never was"


class NotForAddresses(Unauthenticated):
    code = "CREDENTIAL_NOT_FOR_ADDRESSES"
    message = "Only a short-lived access token may stand in an address; send anything else in a header or first message"


class SilentSocket(Unauthenticated):
    code = "AUTHENTICATION_TIMEOUT"
    message = "The socket did not say in time who it is"


class BadFirstMessage(Unauthenticated):
    code = "INVALID_FIRST_MESSAGE"
    message = 'The first message must be {"type": "auth", "token": …}'


class SomebodyElse(Forbidden):
    code = "ANOTHER_PERSON"
    message = "An open socket cannot pass to another account"
