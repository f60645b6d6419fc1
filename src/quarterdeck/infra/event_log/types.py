"""What the log holds, outside its tables."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from quarterdeck.kit.clock import isoformat

NAME = re.compile(r"[a-z_]+(\.[a-z_]+)+")

Audience = Literal["organization", "person", "administrators", "job"]


@dataclass(frozen=True, slots=True)
class EventType:
    """A kind of event, declared once beside the code that causes it; the reference page is made of these.

    Attributes:
        name: `noun.verb` in the past tense, such as `api_key.created`.
        audience: the members of an organization, one person, or administrators; `job`: as the job's own kind says.
        scope: what a reader must hold besides being of the audience.
        subject: the type of what changed; by default the name's first word.
        action: what the audit log calls the act; `None` where nobody's act causes the event.
        readers: the audience in words, where the reference page has better ones.
        data: what `data` holds, in Markdown, for the reference page.
    """

    name: str
    audience: Audience
    scope: str | None = None
    subject: str = ""
    action: str | None = None
    readers: str = ""
    data: str = ""

    def __post_init__(self) -> None:
        if not NAME.fullmatch(self.name):
            raise ValueError(f"{self.name} is not of the form noun.verb")
        if not self.subject:
            object.__setattr__(self, "subject", self.name.partition(".")[0])


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
