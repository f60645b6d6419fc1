"""Which events a caller may see, and which they want. Nothing else decides that."""

from quarterdeck.events.filters import MOST, EventFilter, event_filter, is_pattern
from quarterdeck.identity.api import Caller
from quarterdeck.infra.event_log import Event
from quarterdeck.kit.errors import Detail, Invalid


def may_see(caller: Caller, event: Event) -> bool:
    """Tell whether `caller` belongs to the audience of `event` with the rights they have now.

    Administrators see everything but what is for another person alone. What is for one person alone tells of their
    sessions, addresses and keys: a key or an app of theirs sees it only by a scope that the event names.
    """
    if event.scope is not None and event.scope not in caller.scopes:
        return False
    if event.organization_id is not None:
        return caller.role == "admin" or event.organization_id in caller.organizations
    if event.user_id is not None:
        return event.user_id == caller.user_id and (caller.is_person or event.scope is not None)
    return caller.role == "admin"


def parse_types(text: str | None) -> EventFilter:
    """Read `repository.*,api_key.created`; nothing, or `*`, means all. Raises `Invalid`."""
    patterns = [part.strip() for part in (text or "").split(",") if part.strip()]
    if len(patterns) > MOST or not all(map(is_pattern, patterns)):
        wrong = f"Up to {MOST} types such as `api_key.created` or `repository.*`, with commas between"
        raise Invalid(details=[Detail("types", wrong)])
    return event_filter(patterns or ["*"])
