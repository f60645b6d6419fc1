"""Waiting for a state. The one place of the tests that sleeps; the deadline is for what never comes."""

import asyncio
import inspect
import time
from collections.abc import Callable
from typing import Any, TypeVar

State = TypeVar("State")

DEADLINE, PAUSE = 180.0, 0.01


async def eventually(look: Callable[[], object], *, pause: float = PAUSE) -> Any:
    """Look again and again, by a function or a coroutine, and return the first that is true.

    Raises:
        AssertionError: none comes.
    """
    deadline = time.monotonic() + DEADLINE
    while True:
        found = look()
        state = await found if inspect.isawaitable(found) else found
        if state:
            return state
        assert time.monotonic() < deadline, f"not within {DEADLINE} s, last seen: {state!r}"
        await asyncio.sleep(pause)


def wait_until(look: Callable[[], State], *, pause: float = PAUSE) -> State:
    """Do the same where there is no event loop."""
    deadline = time.monotonic() + DEADLINE
    while not (state := look()):
        assert time.monotonic() < deadline, f"not within {DEADLINE} s, last seen: {state!r}"
        time.sleep(pause)
    return state
