"""How events are sought, and what a check of the chain found."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class AuditFilter:
    actor_id: str | None = None
    action: str | None = None
    object_type: str | None = None
    object_id: str | None = None
    outcome: str | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """`checked` rows fit, up to `last_seq`; `broken_seq` is the first that does not. `complete` at the chain's end."""

    valid: bool
    checked: int
    last_seq: int
    last_hash: str
    broken_seq: int | None
    complete: bool
