"""`docs/reference/events.md` names every event type of the source, and none that nobody emits."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "quarterdeck"
PAGE = ROOT / "docs" / "reference" / "events.md"
TYPE = re.compile(r"[a-z_]+(\.[a-z_]+)+")
TELLERS = {"EventType", "emit", "tell", "_tell", "NormalizedEvent"}


def told_in(tree: ast.AST) -> Iterator[str]:
    """Event types in calls that tell something; one put together from parts ends in `*`."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if name not in TELLERS:
            continue
        for given in node.args:
            if isinstance(given, ast.Constant) and isinstance(given.value, str) and TYPE.fullmatch(given.value):
                yield given.value
            elif isinstance(given, ast.JoinedStr) and isinstance(given.values[0], ast.Constant):
                yield f"{given.values[0].value!s}*"


def told() -> set[str]:
    return {kind for path in SOURCE.rglob("*.py") for kind in told_in(ast.parse(path.read_text()))}


def described() -> set[str]:
    return set(re.findall(r"^\| `([a-z_.*]+)` \|", PAGE.read_text(), re.MULTILINE))


def test_every_event_of_the_source_is_described_and_no_other() -> None:
    families = {kind.removesuffix("*") for kind in told() if kind.endswith("*")}
    plain = {kind for kind in told() if not kind.endswith("*")}

    assert plain - described() == set()
    orphans = {kind for kind in described() - plain if not kind.startswith(tuple(families))}
    assert orphans == set()
    assert all(any(kind.startswith(family) for kind in described()) for family in families)


def test_the_reader_of_the_source_finds_calls() -> None:
    tree = ast.parse('_tell(s, c, "team.created", t)\nemit(s, f"job.{x}")\nother("team.lost")')

    assert set(told_in(tree)) == {"team.created", "job.*"}


DECLARED = ROOT / "web" / "src" / "format" / "event-types.json"
SUBJECTS = ROOT / "web" / "src" / "features" / "event-types" / "event-types.ts"
HEARD_BY_ORGANIZATIONS = {"organization", "job"}


def test_the_console_offers_for_webhooks_just_what_organizations_hear() -> None:
    rows = re.findall(r"^\| `([a-z_.]+)` \| ([^|]+) \|", PAGE.read_text(), re.MULTILINE)
    types = json.loads(DECLARED.read_text())

    offered = {kind["name"] for kind in types if kind["audience"] in HEARD_BY_ORGANIZATIONS}
    assert offered == {kind for kind, audience in rows if "organization" in audience or "members" in audience}
    assert {kind["name"] for kind in types} == described()


def test_every_subject_has_a_name_in_the_console() -> None:
    named = set(re.findall(r'^  \["(\w+)", "[^"]+"\],$', SUBJECTS.read_text(), re.MULTILINE))

    assert {kind.partition(".")[0] for kind in described()} == named
