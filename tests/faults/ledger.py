"""What the writers know: what they asked for, and what they were told of it."""

import asyncio
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

REFRESHED, REUSED = "session.refreshed", "session.reused"
"""Two kinds of which the event log tells nothing; every other is the type of its event."""


@dataclass
class Act:
    """One request for a change. Its id goes along as `X-Request-ID`, and as `Idempotency-Key` where one counts.

    `subject` is what it changes: of something new it is unknown until an answer, or the event log, names it.
    `happened` is unknown until an answer comes, or, after a crash, until the database was looked at.
    """

    id: str
    kind: str
    method: str
    path: str
    body: dict[str, Any]
    subject: str = ""
    answer: dict[str, Any] | None = None
    happened: bool | None = None

    @property
    def acknowledged(self) -> bool:
        return self.answer is not None

    @property
    def secret(self) -> str | None:
        """The key or refresh token that the answer showed."""
        shown: dict[str, str] = self.answer or {}
        return shown.get("key") or shown.get("refresh_token")


class Ledger:
    """Every act in the order of asking; in a file too, where what is acknowledged is on disk before the next."""

    def __init__(self, path: Path) -> None:
        self.acts: dict[str, Act] = {}
        self._file = path.open("a", encoding="utf-8")

    def __iter__(self) -> Iterator[Act]:
        return iter(self.acts.values())

    @property
    def acknowledged(self) -> int:
        return sum(act.acknowledged for act in self)

    def unheard(self, of: str = "") -> list[Act]:
        return [act for act in self if not act.acknowledged and act.id.startswith(of)]

    def ask(self, act: Act) -> None:
        assert act.id not in self.acts
        self.acts[act.id] = act
        self._write("asked", act)

    async def hear(self, act: Act, answer: dict[str, Any]) -> None:
        act.answer, act.happened = answer, True
        act.subject = act.subject or answer["id"]
        self._write("acknowledged", act)
        await asyncio.to_thread(os.fsync, self._file.fileno())

    def close(self) -> None:
        self._file.close()

    def _write(self, what: str, act: Act) -> None:
        self._file.write(json.dumps({"what": what} | asdict(act)) + "\n")
        self._file.flush()
