"""What can go wrong with tickets."""

from quarterdeck.kit.errors import Unauthenticated


class InvalidTicket(Unauthenticated):
    code = "INVALID_TICKET"
    message = "This ticket was used, has expired, is for another socket, or never was"
