"""The connection to one reader, whatever carries it."""

from collections.abc import Callable
from typing import Protocol

from quarterdeck.infra.streams.frames import Frame
from quarterdeck.kit.errors import QuarterdeckError


class Transport(Protocol):
    """Carries frames to a reader.

    Attributes:
        is_gone: the reader has left; nothing is sent any more.
        refusal: what the reader did that ends the stream, if anything.
        needs_heartbeat: whether a sign of life must be sent when nothing else is.
    """

    is_gone: bool
    refusal: QuarterdeckError | None
    needs_heartbeat: bool

    async def send(self, frame: Frame) -> None:
        """Hand over a frame; waits while the reader is slow, and does nothing for one who is gone."""

    async def listen(self, wake: Callable[[], None]) -> None:
        """Take what the reader sends until they leave; `wake` is called when that concerns the stream."""

    async def close(self, reason: str, error: QuarterdeckError | None = None) -> None:
        """Say why the stream ends and end it, without waiting for a reader who takes nothing."""
