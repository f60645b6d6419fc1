"""`docs/reference/requirements.md` from the rows beside it; run by `./dev docs`.

It stands with the tests, since a page about tests has no place in the package that people install.
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, TypedDict

ROOT = Path(__file__).parents[2]
ROWS = ROOT / "docs" / "reference" / "requirements.json"
PAGE = ROWS.with_suffix(".md")


class Requirement(TypedDict):
    """One finished requirement: `route` names what carries it, `tests` what fails when it breaks."""

    id: str
    required: str
    route: list[str]
    tests: list[str]


class Document(NamedTuple):
    title: str
    rows: int  # all that it asks for, finished or not


DOCUMENTS = {
    "000": Document("GPT and VS Code API integration", 70),
    "001": Document("personal assistant, ChatGPT Actions", 100),
    "002": Document("assistant server", 99),
    "003": Document("engineering-intelligence API service", 125),
    "004": Document("agent gateway", 139),
    "API": Document("the contract that unites them, where it asks for more", 24),
}

HEAD = """# Requirements and their tests

Five documents and the contract that unites them ask for {total} things. Here are the {finished} that are finished and
held by a test: what is asked for, what carries it (a route, a command, a setting, a metric, an event or a file; `*`
stands for anything), and tests that fail when it breaks. What is open, was built otherwise than a document asks, or is
tested by nothing is not here.

_Written by `./dev docs` from `requirements.json`; add rows there, and `./dev docs` sorts them._

| document | asks for | here |
|---|---|---|
"""
TABLE_HEAD = "| id | required | route | tests |\n|---|---|---|---|\n"


def load() -> list[Requirement]:
    rows: list[Requirement] = json.loads(ROWS.read_text(encoding="utf-8"))
    return rows


def dumped(rows: Sequence[Requirement]) -> str:
    """Write one row a line, sorted, so that two parts of work add theirs without meeting."""
    lines = [json.dumps(row, ensure_ascii=False) for row in sorted(rows, key=lambda row: row["id"])]
    return "[\n" + ",\n".join(lines) + "\n]\n"


def page(rows: Sequence[Requirement]) -> str:
    return "".join(_sections(sorted(rows, key=lambda row: row["id"])))


def _sections(rows: Sequence[Requirement]) -> Iterator[str]:
    yield HEAD.format(total=sum(document.rows for document in DOCUMENTS.values()), finished=len(rows))
    of = {name: [row for row in rows if row["id"].startswith(f"{name}-")] for name in DOCUMENTS}
    for name, document in DOCUMENTS.items():
        yield f"| {name}: {document.title} | {document.rows} | {len(of[name])} |\n"
    for name, document in DOCUMENTS.items():
        yield f"\n## {name}: {document.title}\n\n{TABLE_HEAD}"
        for row in of[name]:
            yield f"| {row['id']} | {row['required']} | {_codes(row['route'])} | {_codes(row['tests'])} |\n"


def _codes(names: Sequence[str]) -> str:
    return "<br>".join(f"`{name}`" for name in names)


def main() -> None:
    rows = load()
    ROWS.write_text(dumped(rows), encoding="utf-8")
    PAGE.write_text(page(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
