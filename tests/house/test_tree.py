"""Rules about the whole tree, which no single file can break."""

import ast
from collections import defaultdict
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

from quarterdeck.kit.late import LATE
from tests.house.rules import File, every_file


def classes_of(files: Iterable[File]) -> dict[str, list[str]]:
    """Where each class name is defined."""
    found = defaultdict(list)
    for file in files:
        for node in ast.walk(file.tree):
            if isinstance(node, ast.ClassDef):
                found[node.name].append(f"{file.path}:{node.lineno}")
    return found


def test_no_class_name_occurs_twice() -> None:
    assert {name: places for name, places in classes_of(every_file()).items() if len(places) > 1} == {}


def test_a_second_class_of_a_name_is_seen() -> None:
    twice = [File.parsed("users/types.py", "class Window: ..."), File.parsed("metrics/types.py", "class Window: ...")]

    assert classes_of(twice) == {"Window": ["users/types.py:1", "metrics/types.py:1"]}


def test_every_module_that_is_loaded_late_exists() -> None:
    assert [name for name in LATE if find_spec(name) is None] == []


def test_a_file_of_secrets_is_never_committed() -> None:
    ignored = (Path(__file__).parents[2] / ".gitignore").read_text(encoding="utf-8").splitlines()

    assert {".env", "data/"} <= set(ignored)
