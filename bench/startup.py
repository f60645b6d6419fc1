"""Start-up: seconds from `quarterdeck serve` to a ready answer, and the memory of the idle server."""

import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from bench.load import free_port, process
from bench.report import Line

READY_GOAL_SECONDS = 2.0
MEMORY_GOAL_MB = 150.0
SETTLE_SECONDS = 3.0


def run(*, quick: bool) -> list[Line]:
    with tempfile.TemporaryDirectory() as folder:
        figures = [_start(Path(folder)) for _ in range(3 if quick else 7)]
    seconds, memory = median(figure[0] for figure in figures[1:]), median(figure[1] for figure in figures[1:])
    first = figures[0][0]
    return [
        Line("ready after `serve`", f"{seconds:.2f} s ({first:.2f} s at the first start)", "", "",
             f"<= {READY_GOAL_SECONDS:.0f} s", max(seconds, first) <= READY_GOAL_SECONDS),
        Line("idle memory (RSS)", f"{memory:.0f} MB", "", "", f"<= {MEMORY_GOAL_MB:.0f} MB", memory <= MEMORY_GOAL_MB),
    ]  # fmt: skip


def _start(data: Path) -> tuple[float, float]:
    port = free_port()
    quarterdeck = [str(Path(sys.executable).parent / "quarterdeck"), "serve"]
    environment = {"DATA_DIR": str(data), "PORT": str(port), "LOG_LEVEL": "ERROR"}
    began = time.perf_counter()
    with process(quarterdeck, f"http://127.0.0.1:{port}/health/ready", environment) as server:
        seconds = time.perf_counter() - began
        time.sleep(SETTLE_SECONDS)
        return seconds, resident_memory(server.pid)


def resident_memory(pid: int) -> float:
    """Megabytes resident, shared pages in full: a proportional figure would shrink with whatever runs beside it.

    `taskset` has exec'd into the server, so the pid is its own.
    """
    text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    kilobytes = next(int(line.split()[1]) for line in text.splitlines() if line.startswith("Rss:"))
    return kilobytes / 1024
