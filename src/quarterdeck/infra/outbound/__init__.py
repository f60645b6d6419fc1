"""The one way out of this server: every call to another machine goes through `Outbound.send`."""

from quarterdeck.infra.outbound.client import Outbound, Reply
from quarterdeck.infra.outbound.destination import Destination, checked_url, listed_places
from quarterdeck.infra.outbound.errors import OutboundFailed, OutboundRefused

__all__ = ["Destination", "Outbound", "OutboundFailed", "OutboundRefused", "Reply", "checked_url", "listed_places"]
