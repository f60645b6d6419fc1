"""What a running job can say and ask. Safe to use from the worker thread that a handler moves to."""

from dataclasses import dataclass, field
from typing import Any

LONGEST_PHASE = 100


class JobStopped(Exception):
    """The job was asked to stop, and did."""


@dataclass(slots=True)
class JobContext:
    """Handed to a handler with its payload."""

    job_id: str
    payload: dict[str, Any]
    attempt: int
    organization_id: str | None
    _progress: dict[str, Any] = field(default_factory=dict)
    _stop: bool = False

    def progress(self, phase: str, done: float, total: float | None, message: str | None = None) -> None:
        """Say how far the work is; cheap, stored at most five times a second."""
        self._progress = {"phase": phase[:LONGEST_PHASE], "done": done, "total": total, "message": message}

    def should_stop(self) -> bool:
        return self._stop

    def check(self) -> None:
        """Raise `JobStopped` when the job was asked to stop; call it between steps."""
        if self._stop:
            raise JobStopped

    def stop(self) -> None:
        self._stop = True

    def take_progress(self) -> dict[str, Any]:
        taken, self._progress = self._progress, {}
        return taken
