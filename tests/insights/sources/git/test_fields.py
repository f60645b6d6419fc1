import itertools

from hypothesis import given
from hypothesis import strategies as st

from quarterdeck.insights.sources.git.fields import fields, path_text, records, text


@given(data=st.binary(max_size=400), cuts=st.lists(st.integers(0, 400), max_size=10))
def test_fields_do_not_depend_on_how_the_output_is_cut(data: bytes, cuts: list[int]) -> None:
    edges = [0, *sorted(cut for cut in cuts if cut <= len(data)), len(data)]
    chunks = [data[start:end] for start, end in itertools.pairwise(edges)]

    found = [field for complete in fields(chunks) for field in complete]

    assert found == data.split(b"\0")[:-1]


@given(rows=st.lists(st.lists(st.binary(max_size=5).filter(lambda raw: b"\0" not in raw), min_size=3, max_size=3)))
def test_records_are_whole(rows: list[list[bytes]]) -> None:
    data = b"".join(field + b"\0" for row in rows for field in row)
    chunks = [data[start : start + 4] for start in range(0, len(data), 4)]

    assert [list(record) for found in records(chunks, 3) for record in found] == rows


def test_output_that_ends_early_gives_no_half_record() -> None:
    assert [record for found in records([b"a\0b\0c\0d\0e"], 3) for record in found] == [(b"a", b"b", b"c")]


def test_an_endless_field_is_cut_not_kept() -> None:
    chunks = [b"x" * 100] * 1_000 + [b"tail\0next\0"]

    (first, second) = [field for complete in fields(chunks, limit=1_000) for field in complete]

    assert (len(first), second) == (1_004, b"next")


@given(raw=st.binary(max_size=50))
def test_all_text_can_be_stored(raw: bytes) -> None:
    assert text(raw).encode() or not raw
    assert path_text(raw).encode() or not raw


def test_paths_that_are_no_utf_8_are_escaped() -> None:
    assert path_text(b"caf\xe9/\xc3\xa9") == "caf\\xe9/é"
