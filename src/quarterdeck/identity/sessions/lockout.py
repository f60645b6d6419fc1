"""When too many wrong passwords lock sign-in for a while. Pure: counts in, decision out."""

from dataclasses import dataclass
from datetime import datetime, timedelta

WINDOW = timedelta(minutes=15)

PAIR_LIMIT = 10
"""Failures on one account from one peer. The pair is locked, so that a stranger cannot lock the owner out."""

WIDE_LIMIT = 100
"""Failures on one account from everywhere, and from one peer on every account: slow guessing spread wide."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Failures within the window, and when the oldest of them was."""

    count: int
    oldest: datetime | None


def wait_before_next(pair: Tally, account: Tally, peer: Tally, moment: datetime) -> int | None:
    """Return how many seconds to wait before the next attempt is looked at, or `None` for no wait."""
    waits = [
        _seconds_left(tally.oldest, moment)
        for tally, limit in ((pair, PAIR_LIMIT), (account, WIDE_LIMIT), (peer, WIDE_LIMIT))
        if tally.count >= limit and tally.oldest is not None
    ]
    return max(waits, default=None)


def _seconds_left(oldest: datetime, moment: datetime) -> int:
    return max(1, int((oldest + WINDOW - moment).total_seconds()) + 1)
