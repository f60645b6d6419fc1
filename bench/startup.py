"""Start-up: from `quarterdeck serve` to a ready answer, the memory of the idle server, and the smallest command.

CPU time is set against a program that only imports the libraries any such server stands on, run in turn with it: on a
busy machine both grow alike.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from bench.load import free_port, process
from bench.report import Line

READY_GOAL_SECONDS = 2.0
CPU_GOAL, VERSION_GOAL = 1.35, 0.25
RESIDENT_GOAL_MB, ANONYMOUS_GOAL_MB = 140.0, 85.0
SETTLE_SECONDS = 3.0
LIBRARIES = "import fastapi, uvicorn, sqlalchemy, pydantic_settings, structlog, duckdb, joserfc, uvloop"
EVERYTHING = "import quarterdeck.server.start, quarterdeck.server.routers as r; [each.load() for each in r.ROUTERS]"
"""What every command loaded before they were loaded by name."""

Start = tuple[float, float, float, float]


def run(*, quick: bool) -> list[Line]:
    rounds = 3 if quick else 7
    starts, libraries, versions, everything = [], [], [], []
    with tempfile.TemporaryDirectory() as folder:
        first = _start(Path(folder))
        for _ in range(rounds):
            starts.append(_start(Path(folder)))
            libraries.append(_cpu_of(sys.executable, "-c", LIBRARIES))
            versions.append(_cpu_of(str(_quarterdeck()), "version"))
            everything.append(_cpu_of(sys.executable, "-c", EVERYTHING))
    seconds, cpu, resident, anonymous = (median(figures) for figures in zip(*starts, strict=True))
    against_libraries = cpu / median(libraries)
    of_everything = median(versions) / median(everything)
    return [
        Line("ready after `serve`", f"{seconds:.2f} s ({first[0]:.2f} s at the first start)", "", "",
             f"<= {READY_GOAL_SECONDS:.0f} s", max(seconds, first[0]) <= READY_GOAL_SECONDS),
        Line("CPU until ready", f"{cpu:.2f} s", f"its libraries alone {median(libraries):.2f} s",
             f"{against_libraries:.2f} x", f"<= {CPU_GOAL} x", against_libraries <= CPU_GOAL),
        Line("CPU of `quarterdeck version`", f"{median(versions):.2f} s",
             f"importing all of it {median(everything):.2f} s",
             f"{of_everything:.2f} x", f"<= {VERSION_GOAL} x", of_everything <= VERSION_GOAL),
        Line("idle memory, resident", f"{resident:.0f} MB", "", "",
             f"<= {RESIDENT_GOAL_MB:.0f} MB", resident <= RESIDENT_GOAL_MB),
        Line("idle memory, anonymous", f"{anonymous:.0f} MB", "", "",
             f"<= {ANONYMOUS_GOAL_MB:.0f} MB", anonymous <= ANONYMOUS_GOAL_MB),
    ]  # fmt: skip


def _quarterdeck() -> Path:
    return Path(sys.executable).parent / "quarterdeck"


def _start(data: Path) -> Start:
    """Seconds and CPU seconds until ready, then resident and anonymous megabytes once it is idle."""
    port = free_port()
    environment = {"DATA_DIR": str(data), "PORT": str(port), "LOG_LEVEL": "ERROR"}
    began = time.perf_counter()
    with process([str(_quarterdeck()), "serve"], f"http://127.0.0.1:{port}/health/ready", environment) as server:
        seconds, cpu = time.perf_counter() - began, _cpu_seconds(server.pid)
        time.sleep(SETTLE_SECONDS)
        return seconds, cpu, resident_memory(server.pid), _memory(server.pid, "Anonymous:")


def _cpu_seconds(pid: int) -> float:
    """User and system time of a process and its threads, its own pages' faults included."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _cpu_of(*argv: str) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(["taskset", "-c", "0", *argv], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def resident_memory(pid: int) -> float:
    """Megabytes resident, shared pages in full: a proportional figure would shrink with whatever runs beside it.

    `taskset` has exec'd into the server, so the pid is its own.
    """
    return _memory(pid, "Rss:")


def _memory(pid: int, kind: str) -> float:
    text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    kilobytes = next(int(line.split()[1]) for line in text.splitlines() if line.startswith(kind))
    return kilobytes / 1024
