"""What can go wrong with the audit log."""

from quarterdeck.kit.errors import NotFound


class EventNotFound(NotFound):
    message = "There is no such audit event"
