"""Reading rows from JSON, JSON lines and CSV."""

import json

import pytest

from quarterdeck.infra.web.json_body import BadJson
from quarterdeck.insights.ingest.errors import NotAnIngestType, NotCsv, NotRows, TooManyRows
from quarterdeck.insights.ingest.parse import MOST_ROWS, RawRow, parse

ROWS = [{"number": 1, "title": "a"}, {"number": 2, "title": "b,c"}]


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", json.dumps(ROWS)),
        ("application/json; charset=utf-8", json.dumps({"items": ROWS})),
        ("application/x-ndjson", "\n".join(json.dumps(row) for row in ROWS)),
        ("application/jsonl", "".join(json.dumps(row) + "\r\n" for row in ROWS)),
    ],
)
def test_the_same_rows_come_from_every_form_of_json(content_type: str, body: str) -> None:
    assert parse(content_type, body.encode()) == [RawRow(1, ROWS[0]), RawRow(2, ROWS[1])]


def test_csv_has_names_in_its_first_line_and_nothing_in_empty_cells() -> None:
    body = '\ufeffnumber,title,url\r\n1,a,\r\n2,"b,c\nd",https://x.test\r\n'

    rows = parse("text/csv", body.encode())

    assert [dict(row.values) for row in rows] == [
        {"number": "1", "title": "a"},
        {"number": "2", "title": "b,c\nd", "url": "https://x.test"},
    ]
    assert [row.line for row in rows] == [2, 4]


def test_a_bad_line_is_told_and_spoils_no_other() -> None:
    rows = parse("application/x-ndjson", b'{"a": 1}\n{"a": \n\n[1]\n{"a": NaN}\n{"a": 2}')

    assert [(row.line, row.error is None) for row in rows] == [(1, True), (2, False), (4, False), (5, False), (6, True)]


@pytest.mark.parametrize(
    ("content_type", "body", "error"),
    [
        ("application/json", b"{", BadJson),
        ("application/json", b'{"rows": []}', NotRows),
        ("application/json", b"7", NotRows),
        ("text/csv", b"", NotCsv),
        ("text/csv", b"a,a\n1,2\n", NotCsv),
        ("text/csv", b"a\n\xff\n", NotCsv),
        ("text/csv", b'a\n"open\n', NotCsv),
        ("text/csv", b"a\n\x00\n", NotCsv),
        ("text/plain", b"a", NotAnIngestType),
        ("", b"[]", NotAnIngestType),
        ("application/json", b"[" + b"{}," * MOST_ROWS + b"{}]", TooManyRows),
        ("application/x-ndjson", b"{}\n" * (MOST_ROWS + 1), TooManyRows),
    ],
)
def test_what_is_not_rows_is_refused_as_a_whole(content_type: str, body: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        parse(content_type, body)


def test_as_many_rows_as_are_allowed_are_read() -> None:
    assert len(parse("application/x-ndjson", b"{}\n" * MOST_ROWS)) == MOST_ROWS
