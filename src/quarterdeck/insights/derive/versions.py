"""Reading tag names: which are releases, of what, and in which order."""

import re
from dataclasses import dataclass

from quarterdeck.insights.derive.config import DeriveConfig
from quarterdeck.insights.derive.inputs import Tag

FIRST_CALENDAR_YEAR = 1990
TAG_LENGTH = 250  # longer names are no releases, and a pattern's worst case grows with the length


@dataclass(frozen=True, slots=True)
class Version:
    """A release's number, padded to at least three places, with what the suffix adds.

    A pattern of the user's own may find no number at all: then `numbers` is empty, and only time orders.
    """

    service: str
    numbers: tuple[int, ...]
    suffix: str
    hotfix: bool

    @property
    def order(self) -> tuple[tuple[int, ...], tuple[int, ...], str]:
        """Sort key; a suffix that is no pre-release (`.post1`, `-hotfix.2`) comes after the bare version."""
        return self.numbers, tuple(int(digits) for digits in re.findall(r"\d{1,9}", self.suffix)), self.suffix

    @property
    def line(self) -> tuple[int, ...]:
        """The release line: major and minor."""
        return self.numbers[:2]

    @property
    def is_patch(self) -> bool:
        """Whether only the places behind major and minor moved. Calendar versions have no patch place."""
        moved = any(self.numbers[2:]) or bool(self.suffix)
        return moved and self.numbers[:1] < (FIRST_CALENDAR_YEAR,)


class Versions:
    """Reads tags by one configuration, its patterns compiled once."""

    def __init__(self, config: DeriveConfig) -> None:
        self._default_service = config.service
        self._tag = re.compile(config.tag_pattern)
        self._prerelease = re.compile(config.prerelease_pattern)
        self._hotfix = re.compile(config.hotfix_pattern)

    def read(self, tag: Tag) -> Version | None:
        """Read a release; null for a pre-release and for a tag that is none."""
        found = self._tag.match(tag.name) if len(tag.name) <= TAG_LENGTH else None
        if found is None:
            return None
        groups = found.groupdict()
        suffix = groups.get("suffix") or ""
        if self._prerelease.search(suffix):
            return None
        return Version(
            service=groups.get("service") or self._default_service,
            numbers=_numbers(groups.get("version") or ""),
            suffix=suffix,
            hotfix=bool(self._hotfix.search(tag.name)),
        )


def _numbers(text: str) -> tuple[int, ...]:
    numbers = tuple(int(digits) for digits in re.findall(r"\d+", text))
    return numbers + (0,) * (3 - len(numbers)) if numbers else ()
