"""`docs/reference/requirements.md` names only what is there: routes, commands, settings, files and tests."""

import ast
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

import pytest
import typer
from prometheus_client import REGISTRY
from typer.core import TyperGroup

import quarterdeck.infra.metrics  # noqa: F401 - registers what it names
from quarterdeck.cli.app import build
from quarterdeck.cli.deck import Deck
from quarterdeck.infra.settings.load import setting_names
from tests.access_table import TABLE
from tests.docs.requirements_page import DOCUMENTS, PAGE, ROOT, ROWS, dumped, load, page

REQUIREMENTS = load()
ID = re.compile(rf"({'|'.join(DOCUMENTS)})-[A-Z]+-\d\d")
EVENTS = ROOT / "docs" / "reference" / "events.md"


def test_page_and_rows_are_as_dev_docs_writes_them() -> None:
    assert ROWS.read_text(encoding="utf-8") == dumped(REQUIREMENTS), "run `./dev docs`"
    assert PAGE.read_text(encoding="utf-8") == page(REQUIREMENTS), "run `./dev docs`"


def test_every_row_says_what_is_required_what_carries_it_and_what_tests_it() -> None:
    for row in REQUIREMENTS:
        assert set(row) == {"id", "required", "route", "tests"}, row
        assert row["required"], row["id"]
        assert "|" not in row["required"], f"{row['id']}: a bar ends a cell of the page"
        assert row["route"], row["id"]
        assert 1 <= len(row["tests"]) <= 3, row["id"]


def test_ids_are_well_formed_and_unique() -> None:
    ids = Counter(row["id"] for row in REQUIREMENTS)

    assert [each for each in ids if not ID.fullmatch(each)] == []
    assert [each for each, times in ids.items() if times > 1] == []
    for name, document in DOCUMENTS.items():
        assert sum(each.startswith(name) for each in ids) <= document.rows, name


def test_every_test_named_exists() -> None:
    assert {test: where_it_went(test) for row in REQUIREMENTS for test in row["tests"] if not is_test(test)} == {}


def test_every_route_is_something_that_exists() -> None:
    assert {(row["id"], name) for row in REQUIREMENTS for name in row["route"] if not is_carrier(name)} == set()


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("tests/docs/test_requirements_page.py", True),
        ("tests/docs/test_requirements_page.py::test_every_test_named_exists", True),
        ("tests/docs/test_requirements_page.py::test_that_nobody_wrote", False),
        ("tests/docs/test_requirements_page.py::is_test", False),
        ("tests/docs/requirements_page.py", False),
        ("tests/docs", False),
        ("src/quarterdeck/infra/logs.py", False),
    ],
)
def test_the_check_knows_a_test(name: str, is_one: bool) -> None:
    assert is_test(name) is is_one


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("POST /api/v1/auth/api-keys", True),
        ("PATCH /api/v1/auth/api-keys", False),
        ("SOCKET /ws/events", True),
        ("* /api/v1/*", True),
        ("* /api/v9/*", False),
        ("quarterdeck key rotate", True),
        ("quarterdeck key guess", False),
        ("./dev docs", True),
        ("./dev sleep", False),
        ("LOG_LEVEL", True),
        ("LOG_LEVELS", False),
        ("api_requests_total", True),
        ("api_requests_lost_total", False),
        ("team.created", True),
        ("team.lost", False),
        ("docs/index.md", True),
        ("docs/lost.md", False),
        ("docs", False),
        ("", False),
    ],
)
def test_the_check_knows_what_exists(name: str, is_one: bool) -> None:
    assert is_carrier(name) is is_one


def is_test(name: str) -> bool:
    """Tell whether `name` is a file of tests, or a test that its file defines."""
    path, _, function = name.partition("::")
    if not (path.startswith("tests/") and Path(path).match("test_*.py") and (ROOT / path).is_file()):
        return False
    return not function or (function.startswith("test_") and function in functions_of(ROOT / path))


@cache
def functions_of(path: Path) -> frozenset[str]:
    tree = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return frozenset(node.name for node in tree if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def where_it_went(name: str) -> list[str]:
    """Find the files that define the test now, since tests move with what they test."""
    path, _, function = name.partition("::")
    files = (ROOT / "tests").rglob("test_*.py")
    if not function:
        return sorted(str(each.relative_to(ROOT)) for each in files if each.name == Path(path).name)
    return sorted(str(each.relative_to(ROOT)) for each in files if function in functions_of(each))


def is_carrier(name: str) -> bool:
    if " /" in name:
        return any(fnmatchcase(route, name) for route in TABLE)
    return name in named_things() or (ROOT / name).is_file()


@cache
def named_things() -> frozenset[str]:
    """Name every command, setting, metric and event type."""
    events = re.findall(r"^\| `([a-z_.]+)` \|", EVENTS.read_text(encoding="utf-8"), re.MULTILINE)
    of_dev = re.findall(r"^    (\./dev [a-z]+) ", (ROOT / "dev").read_text(encoding="utf-8"), re.MULTILINE)
    return frozenset({*commands(), *of_dev, *setting_names(), *metric_names(), *events})


def commands() -> Iterator[str]:
    deck = typer.main.get_group(build(no_deck))
    context = typer.Context(deck)
    for name in deck.list_commands(context):
        yield f"quarterdeck {name}"
        command = deck.get_command(context, name)
        if isinstance(command, TyperGroup):
            yield from (f"quarterdeck {name} {inner}" for inner in command.list_commands(context))


def metric_names() -> Iterable[str]:
    return {f"{kind.name}_total" if kind.type == "counter" else kind.name for kind in REGISTRY.collect()}


def no_deck(*, serving: bool) -> Deck:
    raise AssertionError(f"no command is run here (serving: {serving})")
