"""The line to one reader, whatever its transport."""

from typing import Protocol

from quarterdeck.events.live.frames import Frame
from quarterdeck.kit.errors import QuarterdeckError


class Transport(Protocol):
    """Says frames to a reader. `refusal` is what the reader did that ends the stream, if anything."""

    gone: bool
    refusal: QuarterdeckError | None
    needs_heartbeat: bool

    async def say(self, frame: Frame) -> None:
        """Hand over a frame; waits while the reader is slow, and does nothing for one who is gone."""

    async def end(self, reason: str, error: QuarterdeckError | None = None) -> None:
        """Say why the stream ends and end it, without waiting for a reader who takes nothing."""
