"""A numbered log is followed without a gap, and what is gone is said."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from quarterdeck.infra.streams import frames
from quarterdeck.infra.streams.replay import BIGGEST_SEQ, LogReader, resume_point, start_after
from quarterdeck.kit.errors import Forbidden, Invalid


@dataclass(frozen=True)
class Bounds:
    last_seq: int
    forgotten_through: int


@dataclass(frozen=True)
class Line:
    seq: int

    @property
    def frame(self) -> frames.Frame:
        return frames.entry("line", self.seq, self.seq)


@dataclass
class Lines:
    """A log of numbers; odd ones are for somebody else."""

    numbers: Sequence[int]
    batch: int = 3
    forgotten: int = 0

    async def bounds(self) -> Bounds:
        return Bounds(max(self.numbers), self.forgotten)

    async def after(self, seq: int) -> Sequence[Line]:
        return [Line(number) for number in self.numbers if number > seq][: self.batch]

    def shows(self, entry: Line) -> bool:
        return entry.seq % 2 == 0


@dataclass
class Rights:
    """Rights that somebody takes away before the entry `ended_at` is handed out."""

    ended_at: int = 0
    asked: list[int] = field(default_factory=list)
    is_fresh: bool = False

    async def revalidate(self) -> None:
        self.asked.append(1)
        if len(self.asked) == self.ended_at:
            raise Forbidden


async def batch_of(reader: LogReader[Line]) -> list[str]:
    return [frame.message async for frame in reader.next_frames()]


def line(seq: int) -> str:
    return f'{{"type":"line","line":{seq}}}'


@pytest.mark.parametrize(("asked", "start"), [(None, 9), (0, 4), (3, 4), (4, 4), (5, 5), (9, 9), (10, 9)], ids=str)
def test_where_a_reader_starts(asked: int | None, start: int) -> None:
    assert start_after(Bounds(last_seq=9, forgotten_through=4), asked) == start


async def test_each_entry_is_handed_out_once_and_the_cursor_passes_over_what_is_not_shown() -> None:
    reader = LogReader(Lines([1, 2, 3, 4]), Rights())
    await reader.begin(0)

    assert (await batch_of(reader), reader.cursor, reader.is_behind) == ([line(2)], 3, True)
    assert (await batch_of(reader), reader.cursor, reader.is_behind) == ([line(4)], 4, False)
    assert await batch_of(reader) == []


async def test_entries_that_are_gone_are_said_where_they_were() -> None:
    reader = LogReader(Lines([1, 4]), Rights())
    await reader.begin(0)

    assert await batch_of(reader) == ['{"type":"resync","from":1,"through":3}', line(4)]


async def test_rights_are_asked_before_each_entry_and_end_the_walk_there() -> None:
    reader = LogReader(Lines([1, 2, 3]), Rights(ended_at=3))
    await reader.begin(0)
    walk = reader.next_frames()

    assert (await anext(walk)).message == line(2)
    with pytest.raises(Forbidden):
        await anext(walk)
    assert reader.cursor == 2


@pytest.mark.parametrize(
    ("after_seq", "last_event_id", "point"), [(None, None, None), ("3", None, 3), ("3", "5", 5), ("3", "", 3)]
)
def test_a_browser_that_comes_back_says_more_than_its_old_address(
    after_seq: str | None, last_event_id: str | None, point: int | None
) -> None:
    assert resume_point(after_seq, last_event_id) == point


@pytest.mark.parametrize("text", ["-1", "x", "", "1.0", str(BIGGEST_SEQ + 1), "\u0663"])
def test_what_is_no_number_of_an_entry_is_refused(text: Any) -> None:
    with pytest.raises(Invalid):
        resume_point(text, None)
