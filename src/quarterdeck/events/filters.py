"""How types of events are asked for: `repository.synced`, the family `repository.*`, or `*` for all."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

PATTERN: Final = r"^(\*|[a-z_]+(\.[a-z_]+)*\.\*|[a-z_]+(\.[a-z_]+)+)$"
LONGEST: Final = 64
MOST: Final = 50

_PATTERN = re.compile(PATTERN)


@dataclass(frozen=True, slots=True)
class EventFilter:
    """What somebody asked for: whole names, and beginnings, which for a family end in a dot."""

    names: frozenset[str] = frozenset()
    beginnings: tuple[str, ...] = ()

    def includes(self, event_type: str) -> bool:
        return event_type in self.names or event_type.startswith(self.beginnings)


EVERYTHING: Final = EventFilter(beginnings=("",))


def is_pattern(text: str) -> bool:
    return len(text) <= LONGEST and _PATTERN.fullmatch(text) is not None


def event_filter(patterns: Iterable[str]) -> EventFilter:
    """Compose what `patterns` ask for together; none of them asks for nothing."""
    asked = frozenset(patterns)
    if "*" in asked:
        return EVERYTHING
    families = frozenset(pattern for pattern in asked if pattern.endswith(".*"))
    return EventFilter(asked - families, tuple(sorted(family.removesuffix("*") for family in families)))
