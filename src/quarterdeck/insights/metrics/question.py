"""Questions to the fact store, each a readable `.sql` file with `:named` values and `{named}` fragments.

Fragments are texts of this package only; whatever a caller sends travels as a value.
"""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Protocol

_VALUE = re.compile(r"(?<![:\w]):([a-z_]+)")

Rows = list[tuple[Any, ...]]


class FactReader(Protocol):
    async def query(self, sql: str, params: list[Any]) -> Rows: ...


@cache
def read(name: str) -> str:
    """Return the text of one question or fragment."""
    return files(__package__).joinpath("questions", f"{name}.sql").read_text()


def write(name: str, **fragments: str) -> str:
    """Return a question with its fragments in place; a fragment may hold fragments itself."""
    text = read(name)
    while "{" in text:
        text = text.format(**fragments)
    return text


async def ask(facts: FactReader, sql: str, values: Mapping[str, Any]) -> Rows:
    """Run a question; of `values` only those it names are sent."""
    numbered, names = numbering(sql)
    return await facts.query(numbered, [values[name] for name in names])


@cache
def numbering(sql: str) -> tuple[str, tuple[str, ...]]:
    """Turn `:named` values into the `$1` both engines know."""
    names = tuple(dict.fromkeys(_VALUE.findall(sql)))
    return _VALUE.sub(lambda match: f"${names.index(match[1]) + 1}", sql), names
