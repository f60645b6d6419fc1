"""Load over loopback: servers as processes of their own on one core, wrk on the other, for a bounded time."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CONNECTIONS = 16


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def process(
    argv: list[str], probe_url: str, environment: Mapping[str, str] | None = None, cores: str = "0"
) -> Iterator[subprocess.Popen[bytes]]:
    """Run `argv` on core 0, or `cores`, until the block ends; it is ready when `probe_url` answers."""
    started = subprocess.Popen(
        ["taskset", "-c", cores, *argv],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), **(environment or {})},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(probe_url)
        yield started
    finally:
        started.terminate()
        started.wait(15)


def wait_for(url: str, seconds: float = 30) -> float:
    """Seconds until `url` answers."""
    began = time.perf_counter()
    while time.perf_counter() - began < seconds:
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310 - our own loopback address
                return time.perf_counter() - began
        except OSError:
            time.sleep(0.005)
    raise TimeoutError(url)


def uvicorn(app: str, port: int) -> list[str]:
    loop = ["--loop", "uvloop", "--http", "httptools", "--no-access-log", "--log-level", "warning"]
    return [sys.executable, "-m", "uvicorn", app, "--host", "127.0.0.1", "--port", str(port), *loop]


def requests_per_cpu_second(
    server: "subprocess.Popen[bytes]", url: str, seconds: int, headers: Mapping[str, str] | None = None
) -> float:
    """Answers for each second of CPU that the server burns, under wrk's 16 connections from the other core.

    On an idle machine this is the rate of one full core; on a busy one it stays the same while the clock does not.
    Anything but 2xx is an error.
    """
    if shutil.which("wrk") is None:
        sys.exit("This benchmark needs wrk: apt-get install wrk")
    named = [part for name, value in (headers or {}).items() for part in ("-H", f"{name}: {value}")]
    argv = ["taskset", "-c", "1", "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", *named, url]
    before = _cpu_seconds(server.pid)
    said = subprocess.run(argv, capture_output=True, text=True, check=True).stdout
    burnt = _cpu_seconds(server.pid) - before
    if "Non-2xx" in said:
        raise RuntimeError(said)
    found = re.search(r"(\d+) requests in", said)
    if found is None:
        raise RuntimeError(said)
    return int(found[1]) / burnt


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
