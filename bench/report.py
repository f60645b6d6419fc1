"""How a measurement is told: ours, the peer's, the ratio, and the ratio that was to be reached."""

import platform
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from statistics import median

SHOWN_VERSIONS = ("fastapi", "starlette", "uvicorn", "pydantic", "sqlalchemy", "duckdb", "numpy")


@dataclass(frozen=True, slots=True)
class Line:
    """One comparison; `kept` tells whether the goal is reached."""

    what: str
    ours: str
    peer: str
    ratio: str
    goal: str
    kept: bool


def in_turn(rounds: int, *works: Callable[[], float]) -> list[list[float]]:
    """Measure each work once a round, A B C A B C, so that a machine that slows down slows all alike."""
    measured: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for figures, work in zip(measured, works, strict=True):
            figures.append(work())
    return measured


def ratio_of_medians(ours: Sequence[float], peer: Sequence[float]) -> float:
    return median(ours) / median(peer)


def table(lines: Sequence[Line]) -> str:
    rows = ["| what | ours | peer or limit | ratio | goal | reached |", "|---|---|---|---|---|---|"]
    rows += [
        f"| {line.what} | {line.ours} | {line.peer} | {line.ratio} | {line.goal} | {'yes' if line.kept else '**no**'} |"
        for line in lines
    ]
    return "\n".join(rows)


def conditions() -> str:
    versions = ", ".join(f"{name} {version(name)}" for name in SHOWN_VERSIONS)
    return f"{datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, {versions}"
