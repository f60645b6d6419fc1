"""Lists in pages: by page number, by offset, or by a cursor that stays put while others write."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import UnionType
from typing import Generic, Literal, TypeVar

from quarterdeck.kit.errors import Detail, Invalid

Item = TypeVar("Item")
Out = TypeVar("Out")

CursorKey = tuple[str | int | float | None, ...]

MAX_PAGE = 1_000_000
MAX_PAGE_SIZE = 100
MAX_LIMIT = 1_000
MAX_SKIP = 1_000_000_000


@dataclass(frozen=True, slots=True)
class PageRequest:
    """Which part of a list is wanted.

    `offset` and `limit` count rows. With `style == "cursor"`, `after` holds the sort key of the last row
    already seen (`None` for the start) and `offset` is 0.
    """

    style: Literal["page", "skip", "cursor"] = "page"
    offset: int = 0
    limit: int = 20
    after: CursorKey | None = None

    def after_key(self, *kinds: type | UnionType) -> CursorKey | None:
        """Return `after` once its parts are known to be of `kinds`; raises `Invalid` for another list's cursor."""
        if self.after is None:
            return None
        if len(self.after) != len(kinds) or not all(map(isinstance, self.after, kinds)):
            raise bad_cursor()
        return self.after


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """One part of a list and where it stands in the whole; `next_cursor` continues after its last row."""

    items: Sequence[Item]
    total: int
    page: int
    page_size: int
    next_cursor: str | None

    def map(self, convert: Callable[[Item], Out]) -> "Page[Out]":
        return Page([convert(item) for item in self.items], self.total, self.page, self.page_size, self.next_cursor)


def page_of(request: PageRequest, items: Sequence[Item], total: int, key: Callable[[Item], CursorKey]) -> Page[Item]:
    """Wrap `items`, the rows that `request` selected out of `total`; `key` gives a row's sort key."""
    full = len(items) == request.limit
    exhausted = request.style != "cursor" and request.offset + len(items) >= total
    cursor = encode_cursor(key(items[-1])) if items and full and not exhausted else None
    return Page(items, total, request.offset // request.limit + 1, request.limit, cursor)


def encode_cursor(key: CursorKey) -> str:
    packed = json.dumps(key, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(packed).rstrip(b"=").decode()


def decode_cursor(cursor: str) -> CursorKey:
    """Read a cursor back. Raises `Invalid` for anything that `encode_cursor` did not write."""
    try:
        values = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
    except (binascii.Error, ValueError, RecursionError):
        raise bad_cursor() from None
    plain = isinstance(values, list) and values and all(_is_plain(value) for value in values)
    if not plain:
        raise bad_cursor()
    return tuple(values)


def bad_cursor() -> Invalid:
    return Invalid(details=[Detail("cursor", "Not a cursor that this list gave out")])


def _is_plain(value: object) -> bool:
    if isinstance(value, float):
        return value == value and abs(value) != float("inf")  # noqa: PLR0124 - NaN is the one value unlike itself
    if isinstance(value, int) and not isinstance(value, bool):
        return -(2**63) <= value < 2**63
    return value is None or (isinstance(value, str) and is_clean(value))


def is_clean(text: str) -> bool:
    """Whether a database can keep `text`: no NUL and no half of a surrogate pair."""
    return "\x00" not in text and (text.isascii() or not any("\ud800" <= each <= "\udfff" for each in text))
