"""Read a server-sent stream, as much of the format as our server speaks."""

from collections.abc import AsyncIterator
from dataclasses import dataclass


@dataclass(slots=True)
class Said:
    """One block of a stream. `retry` is in seconds, and absent where the block names none."""

    event: str = "message"
    data: str = ""
    id: str = ""
    retry: float | None = None


async def said(lines: AsyncIterator[str]) -> AsyncIterator[Said]:
    """Put lines together to blocks; those that only carry an id or a pause come as `heartbeat`."""
    one, empty = Said(), True
    async for line in lines:
        if line:
            empty = _take(one, line) and empty
            continue
        if one.data == "":
            one.event = "heartbeat"
        if not empty:
            yield one
        one, empty = Said(), True


def _take(one: Said, line: str) -> bool:
    """Note what a line says; true when it says nothing."""
    name, _, value = line.partition(":")
    value = value.removeprefix(" ")
    if name == "data":
        one.data = f"{one.data}\n{value}" if one.data else value
    elif name == "event":
        one.event = value
    elif name == "id":
        one.id = value
    elif name == "retry" and value.isdigit():
        one.retry = int(value) / 1000
    else:
        return True
    return False
