"""What the tests themselves must keep: they wait for a state, never for a time, and hold nobody to a clock."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.rules import dotted

TESTS = Path(__file__).parents[1]
STOPWATCHES = {"monotonic", "perf_counter", "process_time", "thread_time", "time.time"}

MAY_SLEEP_OR_MEASURE = {
    "waiting.py": "it is what all others wait by",
    "servers/deck.py": "says how long a start took, to be told, not judged",
    "faults/deck_with_streams.py": "its stream talks on for ever",
    "infra/outbound/test_answers.py": "its server drips for ever",
    "infra/web/conftest.py": "its handler takes its time, so that several are in it",
    "infra/jobs/test_worker.py": "its jobs take their time; and nothing tells of a worker at rest",
    "infra/database/test_sqlite.py": "nothing tells of a thread that waits for a lock",
    "events/live/test_pauses.py": "slow: a promise about pauses, held on a quiet machine",
    "events/inbox/test_receive.py": "slow: a promise about an answer, held on a quiet machine",
}


def by_the_clock(tree: ast.Module) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = dotted(node.func)
            last = name.rpartition(".")[2]
            sleeps = last == "sleep" and not (node.args and ast.unparse(node.args[0]) == "0")
            if sleeps or last in STOPWATCHES or name in STOPWATCHES:
                yield node.lineno


def test_tests_wait_for_states_and_judge_no_durations() -> None:
    found = {}
    for path in sorted(TESTS.rglob("*.py")):
        lines = list(by_the_clock(ast.parse(path.read_text(encoding="utf-8"))))
        if lines:
            found[str(path.relative_to(TESTS))] = lines

    assert {path: lines for path, lines in found.items() if path not in MAY_SLEEP_OR_MEASURE} == {}
    assert MAY_SLEEP_OR_MEASURE.keys() - found.keys() == set(), "an exception that nobody needs any more"


@pytest.mark.parametrize(
    ("code", "is_one"),
    [
        ("time.sleep(1)", True),
        ("await asyncio.sleep(0.01)", True),
        ("await asyncio.sleep(pause)", True),
        ("await asyncio.sleep(0)", False),
        ("begun = time.monotonic()", True),
        ("begun = perf_counter()", True),
        ("now = time.time()", True),
        ("clock.now()", False),
        ("found = 'time.sleep(60)'", False),
    ],
)
def test_the_rule_knows_what_sleeps_and_what_measures(code: str, is_one: bool) -> None:
    assert bool(list(by_the_clock(ast.parse(code)))) is is_one
