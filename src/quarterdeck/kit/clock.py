"""The one clock. Everything that asks for the time asks here, so a test can hold it still."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta

_held: ContextVar[datetime | None] = ContextVar("held_time", default=None)


def now() -> datetime:
    """Return the current time, aware, in UTC."""
    return _held.get() or datetime.now(UTC)


@contextmanager
def frozen(moment: datetime) -> Iterator[None]:
    """Hold the clock at `moment` (aware) for the running context and the tasks it starts."""
    reset = _held.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _held.reset(reset)


def advance(by: timedelta) -> None:
    """Move a held clock onwards; only meaningful inside `frozen`."""
    _held.set(now() + by)


def isoformat(moment: datetime) -> str:
    """Write `moment` as ISO 8601 in UTC with a `Z`, the way every answer does."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
