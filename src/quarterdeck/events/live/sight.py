"""Which events a caller may see, and which they want. Nothing else decides that."""

import re
from dataclasses import dataclass

from quarterdeck.identity.api import Caller
from quarterdeck.infra.event_log import Event
from quarterdeck.kit.errors import Detail, Invalid

MOST_TYPES = 50
LONGEST_TYPE = 64
_PATTERN = re.compile(r"[a-z_]+(\.[a-z_]+)*(\.\*)?|\*")


def may_see(caller: Caller, event: Event) -> bool:
    """Tell whether `caller` belongs to the audience of `event` with the rights they have now.

    Administrators see everything but what is for another person alone.
    """
    if event.scope is not None and event.scope not in caller.scopes:
        return False
    if event.organization_id is not None:
        return caller.role == "admin" or event.organization_id in caller.organizations
    if event.user_id is not None:
        return event.user_id == caller.user_id
    return caller.role == "admin"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Types of events somebody asked for: whole names, and beginnings that end in a dot. Neither means all."""

    names: frozenset[str] = frozenset()
    families: tuple[str, ...] = ()

    def includes(self, event_type: str) -> bool:
        if not self.names and not self.families:
            return True
        return event_type in self.names or event_type.startswith(self.families)


EVERYTHING = Wanted()


def wanted_types(text: str | None) -> Wanted:
    """Read `repository.*,api_key.created`; nothing, or `*`, means all. Raises `Invalid`."""
    patterns = [part.strip() for part in (text or "").split(",") if part.strip()]
    if len(patterns) > MOST_TYPES or not all(map(_is_pattern, patterns)):
        wrong = f"Up to {MOST_TYPES} types such as `api_key.created` or `repository.*`, with commas between"
        raise Invalid(details=[Detail("types", wrong)])
    if "*" in patterns:
        return EVERYTHING
    families = tuple(pattern.removesuffix("*") for pattern in patterns if pattern.endswith("*"))
    return Wanted(frozenset(pattern for pattern in patterns if not pattern.endswith("*")), families)


def _is_pattern(text: str) -> bool:
    return len(text) <= LONGEST_TYPE and _PATTERN.fullmatch(text) is not None
