"""A short memory of a system that did not answer, so that not every request waits for it again."""

import time

REST_SECONDS = 2.0


class Away(Exception):
    """The other system did not answer."""


class Outage:
    """Set by who was left without an answer; asked by who would call next."""

    def __init__(self) -> None:
        self._until = 0.0

    def begin(self) -> None:
        self._until = time.monotonic() + REST_SECONDS

    def lasts(self) -> bool:
        return time.monotonic() < self._until
