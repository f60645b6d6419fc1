"""The reference of events names every type that a slice declares, and the console has a word for each subject."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

from quarterdeck.cli.event_reference import event_names, event_types
from tests.house.rules import dotted, every_file

ROOT = Path(__file__).parents[2]
SUBJECTS = ROOT / "web" / "src" / "features" / "event-types" / "event-types.ts"


def declared_in(tree: ast.AST) -> Iterator[str]:
    """Names of the event types that a file declares by themselves; kinds of inbox sources bring theirs as a list."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and dotted(node.func) == "EventType" and isinstance(node.args[0], ast.Constant):
            yield str(node.args[0].value)


def test_every_declared_type_is_joined_once() -> None:
    names = [each.name for each in event_types()]

    assert len(set(names)) == len(names)
    assert {name for file in every_file() for name in declared_in(file.tree)} - set(names) == set()
    assert {"team.created", "job.failed", "github.push"} <= set(names)


def test_the_console_reads_who_is_told() -> None:
    told = {each["name"]: (each["audience"], each["scope"]) for each in json.loads(event_names())}

    assert told["team.created"] == ("organization", "organizations:read")
    assert told["api_key.created"] == ("person", None)
    assert told["organization.deleted"][0] == "administrators"


def test_every_subject_has_a_name_in_the_console() -> None:
    named = set(re.findall(r'^  \["(\w+)", "[^"]+"\],$', SUBJECTS.read_text(encoding="utf-8"), re.MULTILINE))

    assert {each.name.partition(".")[0] for each in event_types()} == named
