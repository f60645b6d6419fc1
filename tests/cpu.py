"""CPU seconds by folder at the end of a run: of this process, its children and every xdist worker.

Wall time says how busy the machine was; CPU says what the suite costs, so that is what the budget is held in.
"""

import os
import resource
from collections import Counter, defaultdict
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

TESTS = Path(__file__).parent
COLLECTING, SERVERS, CONTROLLING = "(start, collection)", "(shared servers)", "(xdist's controller)"


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("cpu", "CPU seconds")
    group.addoption("--cpu-depth", type=int, default=1, help="folders (and files) deep to sum CPU seconds by")


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Spent(config), "cpu-seconds")


class Spent:
    """Sums what each test spent; a child counts in the test that waited for its end."""

    def __init__(self, config: pytest.Config) -> None:
        self._depth: int = config.getoption("cpu_depth")
        self._by_folder: defaultdict[str, float] = defaultdict(float)
        self._tests: Counter[str] = Counter()
        self._is_worker = hasattr(config, "workerinput")

    def pytest_collection_finish(self) -> None:
        self._by_folder[COLLECTING] += spent()

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        folder, before = self._folder(item), spent()
        result = yield
        self._by_folder[folder] += spent() - before
        self._tests[folder] += 1
        return result

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_teardown(self, item: pytest.Item, nextitem: pytest.Item | None) -> Generator[None]:
        before = spent()
        yield
        if nextitem is None:  # what the whole session shared ends with the last test, and is not its cost
            self._by_folder[SERVERS] += spent() - before
            self._by_folder[self._folder(item)] -= spent() - before

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self._is_worker:
            workeroutput: dict[str, Any] = session.config.workeroutput  # type: ignore[attr-defined]  # xdist's own
            workeroutput["cpu"] = [dict(self._by_folder), dict(self._tests)]

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        by_folder, tests = getattr(node, "workeroutput", {}).get("cpu", ({}, {}))
        for folder, seconds in by_folder.items():
            self._by_folder[folder] += seconds
        self._tests.update(tests)
        own = resource.getrusage(resource.RUSAGE_SELF)
        self._by_folder[CONTROLLING] = own.ru_utime + own.ru_stime

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        terminalreporter.section("CPU seconds (user and system, with child processes)")
        for folder, seconds in sorted(self._by_folder.items(), key=lambda pair: -pair[1]):
            tests = f", {self._tests[folder]} tests" if folder in self._tests else ""
            terminalreporter.write_line(f"{seconds:8.1f}  {folder}{tests}")
        terminalreporter.write_line(f"{sum(self._by_folder.values()):8.1f}  in all")

    def _folder(self, item: pytest.Item) -> str:
        path = item.path.relative_to(TESTS) if item.path.is_relative_to(TESTS) else item.path
        return "/".join(path.parts[: self._depth])


def spent() -> float:
    """CPU seconds of this process so far, and of the children that ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system
