"""What the log holds, outside its tables."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from quarterdeck.kit.clock import isoformat


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, and who may learn of it.

    With `organization_id` its members may; else with `user_id` that person, and a key or an app of theirs only when a
    `scope` is named; else administrators. In every case only with `scope`, when one is named. `seq` counts without a
    gap in the order of commits.
    """

    seq: int
    id: str
    time: datetime
    type: str
    subject_type: str
    subject_id: str
    scope: str | None
    organization_id: str | None
    user_id: str | None
    actor_id: str | None
    request_id: str | None
    data: dict[str, Any]

    def on_the_wire(self) -> dict[str, Any]:
        """Return the event as every stream, page and webhook shows it."""
        return {
            "seq": self.seq,
            "id": self.id,
            "type": self.type,
            "time": isoformat(self.time),
            "organization_id": self.organization_id,
            "subject": {"type": self.subject_type, "id": self.subject_id},
            "actor_id": self.actor_id,
            "data": self.data,
        }


@dataclass(frozen=True, slots=True)
class Position:
    """How far the log goes: the newest seq, and the newest that retention has removed (0 for none)."""

    last_seq: int
    forgotten_through: int
