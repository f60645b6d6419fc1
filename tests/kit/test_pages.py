"""Lists in pages, and cursors that nobody can bend."""

import base64
import json
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quarterdeck.kit.errors import Invalid
from quarterdeck.kit.pages import PageRequest, decode_cursor, encode_cursor, page_of

plain = st.none() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False)
text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))


def packed(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


@given(st.lists(plain | text, min_size=1, max_size=4))
def test_a_cursor_comes_back_as_it_was_given_out(key: list[str | int | float | None]) -> None:
    assert decode_cursor(encode_cursor(tuple(key))) == tuple(key)


@given(st.text(max_size=50))
def test_no_text_at_all_breaks_the_reader_of_cursors(anything: str) -> None:
    with suppress(Invalid):
        assert isinstance(decode_cursor(anything), tuple)


@pytest.mark.parametrize(
    "value",
    [[], {}, "id", 7, [True], [[1]], [{}], [float("nan")], [float("inf")], [2**63], ["a\x00b"], ["\ud800"]],
)
def test_a_cursor_that_no_list_gave_out_is_refused(value: object) -> None:
    with pytest.raises(Invalid):
        decode_cursor(packed(value))


def test_the_cursor_of_another_list_is_refused() -> None:
    of_names = PageRequest("cursor", after=("Zoe", "id-1"))

    assert of_names.after_key(str, str) == ("Zoe", "id-1")
    assert replace(of_names, after=None).after_key(int) is None
    for kinds in ((str,), (int, str), (str, str, str)):
        with pytest.raises(Invalid):
            of_names.after_key(*kinds)


def test_a_full_page_points_onwards_and_the_last_one_does_not() -> None:
    first = page_of(PageRequest("page", offset=0, limit=2), ["a", "b"], 3, lambda item: (item,))
    last = page_of(PageRequest("page", offset=2, limit=2), ["c"], 3, lambda item: (item,))

    assert (first.page, first.page_size, first.total) == (1, 2, 3)
    assert first.next_cursor is not None
    assert decode_cursor(first.next_cursor) == ("b",)
    assert (last.page, last.next_cursor) == (2, None)


def test_a_page_that_ends_with_the_list_has_no_next() -> None:
    page = page_of(PageRequest("skip", offset=2, limit=2), ["c", "d"], 4, lambda item: (item,))

    assert page.next_cursor is None


def test_a_page_can_be_told_in_other_words() -> None:
    page = page_of(PageRequest(limit=2), [1, 2], 9, lambda item: (item,))

    told = page.map(str)

    assert told.items == ["1", "2"]
    assert (told.total, told.next_cursor) == (page.total, page.next_cursor)
