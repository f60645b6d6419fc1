"""Reading rows from JSON, JSON lines and CSV: each with its line, and a bad one spoils no other."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from quarterdeck.infra.web import json_body
from quarterdeck.infra.web.media import media_type
from quarterdeck.insights.ingest.errors import NotAnIngestType, NotCsv, NotRows, TooManyRows

MOST_ROWS = 10_000


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row as it came, from 1 on: a line of the file, or a place in the array. `error` says why it is none."""

    line: int
    values: Mapping[str, Any]
    error: str | None = None


def parse(content_type: str, body: bytes) -> list[RawRow]:
    """Read all rows. Raises `NotAnIngestType`, `TooManyRows`, and for an unreadable whole `BadRequest`s."""
    kind = media_type(content_type)
    readers = {
        "application/json": _json,
        "application/x-ndjson": _json_lines,
        "application/jsonl": _json_lines,
        "text/csv": _csv,
    }
    if kind not in readers:
        raise NotAnIngestType
    rows: list[RawRow] = []
    for row in readers[kind](body):
        if len(rows) == MOST_ROWS:
            raise TooManyRows
        rows.append(row)
    return rows


def _json(body: bytes) -> Iterator[RawRow]:
    found = json_body.loads(body)
    if isinstance(found, dict) and set(found) == {"items"}:
        found = found["items"]
    if not isinstance(found, list):
        raise NotRows
    for line, values in enumerate(found, start=1):
        yield _row(line, values)


def _json_lines(body: bytes) -> Iterator[RawRow]:
    for line, text in enumerate(body.split(b"\n"), start=1):
        if not text.strip():
            continue
        try:
            values = json_body.loads(text)
        except json_body.BadJson as error:
            yield RawRow(line, {}, error.text)
        else:
            yield _row(line, values)


def _row(line: int, values: object) -> RawRow:
    return RawRow(line, values) if isinstance(values, dict) else RawRow(line, {}, "A row is an object")


def _csv(body: bytes) -> Iterator[RawRow]:
    try:
        reader = csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline=""), strict=True)
        names = reader.fieldnames
        if not names or len(set(names)) != len(names) or b"\x00" in body:
            raise NotCsv
        for values in reader:
            yield _cells(reader.line_num, values)
    except (UnicodeDecodeError, csv.Error):
        raise NotCsv from None


def _cells(line: int, values: dict[Any, Any]) -> RawRow:
    """Take an empty cell for one that is not there."""
    if None in values:
        return RawRow(line, {}, "The line has more cells than there are column names")
    return RawRow(line, {name: cell for name, cell in values.items() if cell not in (None, "")})
