"""Counts in fixed windows, in this process.

By hand, since the memory of `limits` looks through all of its keys in a task after each hit: with the thousands of
principals of one hour that costs more than the request it protects.
"""

from collections.abc import Hashable
from typing import Final

from quarterdeck.kit import clock

FEWEST_BEFORE_PURGE: Final = 1_024


class WindowCounter:
    """Counts hits by key; a window begins with the first hit and ends after its seconds."""

    def __init__(self) -> None:
        self._windows: dict[Hashable, tuple[int, float]] = {}
        self._purge_at = FEWEST_BEFORE_PURGE

    def hit(self, key: Hashable, seconds: int) -> tuple[int, float]:
        """Count one hit; return how many there were in the window, and when it ends (seconds since the epoch)."""
        moment = clock.now().timestamp()
        count, ends = self._windows.get(key, (0, 0.0))
        if ends <= moment:
            count, ends = 0, moment + seconds
        self._windows[key] = count + 1, ends
        if len(self._windows) > self._purge_at:
            self._purge(moment)
        return count + 1, ends

    def __len__(self) -> int:
        return len(self._windows)

    def _purge(self, moment: float) -> None:
        """Forget windows that ended; next when there are twice as many, so that a hit costs the same in the mean."""
        self._windows = {key: window for key, window in self._windows.items() if window[1] > moment}
        self._purge_at = max(FEWEST_BEFORE_PURGE, 2 * len(self._windows))
