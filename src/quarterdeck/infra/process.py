"""The one way to run another program: a list of arguments, a bare environment, and a sure end.

Nothing is inherited but `PATH`, and there is never a shell. The child leads its own process group, and
leaving the `with` block kills whatever of that group still runs, so neither a cancelled job nor a helper that
git has started outlives the work. These calls block; they belong into a worker thread.
"""

import os
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from quarterdeck.kit.errors import PayloadTooLarge, Unavailable

CHUNK = 1 << 18
STDERR_KEPT = 16_384
DRAIN_SECONDS = 5.0  # only a program that left its group to hold on to our pipe is ever waited for


class ProgramMissing(Unavailable):
    code = "PROGRAM_MISSING"
    message = "A program that this needs is not installed"


class ProcessTimeout(Unavailable):
    status, code, type = 504, "PROCESS_TIMEOUT", "timeout_error"
    message = "A program took longer than it may"


class OutputTooLarge(PayloadTooLarge):
    code = "OUTPUT_TOO_LARGE"
    message = "A program wrote more than it may"


@dataclass(frozen=True, slots=True)
class Command:
    """What to run. `environment` is the whole environment besides `PATH`; `timeout` is in seconds."""

    argv: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    cwd: Path = Path("/")
    stdin: bytes = b""
    timeout: float | None = 60.0


@dataclass(frozen=True, slots=True)
class Completed:
    returncode: int
    stdout: bytes
    stderr: bytes


class Running:
    """A started program: iterate it for its output in chunks, then ask `returncode()`."""

    def __init__(self, process: subprocess.Popen[bytes], timeout: float | None) -> None:
        self._process = process
        self._stderr = bytearray()
        self._timed_out = False
        self._drain = threading.Thread(target=self._keep_stderr, daemon=True)
        self._drain.start()
        self._timer = threading.Timer(timeout, self._time_out) if timeout is not None else None
        if self._timer:
            self._timer.daemon = True
            self._timer.start()

    def __iter__(self) -> Iterator[bytes]:
        read = _pipe(self._process.stdout).read1  # type: ignore[attr-defined]  # a BufferedReader
        while chunk := read(CHUNK):
            yield chunk
        self._raise_if_timed_out()

    def ended_within(self, seconds: float) -> bool:
        """Wait at most `seconds` for the end, which shows as the end of complaints; to watch meanwhile."""
        self._drain.join(seconds)
        return not self._drain.is_alive()

    def returncode(self) -> int:
        """Wait for the end. Negative is the signal that ended it."""
        # Looked at but not reaped: the id, and so the name of the group, stays ours until `kill`.
        ended = os.waitid(os.P_PID, self._process.pid, os.WEXITED | os.WNOWAIT)
        self._drain.join()
        self._raise_if_timed_out()
        if ended is None:  # only possible with WNOHANG
            return 0
        return ended.si_status if ended.si_code == os.CLD_EXITED else -ended.si_status

    @property
    def stderr(self) -> bytes:
        """The last part of what the program complained about."""
        return bytes(self._stderr)

    def kill(self) -> None:
        """End the program and everything it has started, then reap it. Called once, by `start`."""
        if self._timer:
            self._timer.cancel()
            self._timer.join()
        # A child that ended by itself may have left helpers in its group, so the group is always signalled.
        self._signal_group()
        self._process.wait()
        self._drain.join(DRAIN_SECONDS)
        for pipe in (self._process.stdout, self._process.stderr):
            _pipe(pipe).close()

    def _signal_group(self) -> None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)

    def _time_out(self) -> None:
        self._timed_out = True
        self._signal_group()

    def _raise_if_timed_out(self) -> None:
        if self._timed_out:
            raise ProcessTimeout

    def _keep_stderr(self) -> None:
        pipe = _pipe(self._process.stderr)
        while chunk := pipe.read(4096):
            self._stderr += chunk
            del self._stderr[:-STDERR_KEPT]


@contextmanager
def start(command: Command) -> Iterator[Running]:
    """Start a program; on leaving the block, however it is left, the program is gone."""
    with _input(command.stdin) as stdin:
        running = Running(_spawn(command, stdin), command.timeout)
        try:
            yield running
        finally:
            running.kill()


def run(command: Command, *, limit: int = 16 << 20) -> Completed:
    """Run to the end and return all output, at most `limit` bytes of it."""
    with start(command) as running:
        output = bytearray()
        for chunk in running:
            output += chunk
            if len(output) > limit:
                raise OutputTooLarge
        code = running.returncode()
        return Completed(code, bytes(output), running.stderr)


@contextmanager
def _input(data: bytes) -> Iterator[IO[bytes] | int]:
    # A file, not a pipe: a pipe would need a second writer to be safe from both sides waiting for each other.
    if not data:
        yield subprocess.DEVNULL
        return
    with tempfile.TemporaryFile() as file:
        file.write(data)
        file.seek(0)
        yield file


def _spawn(command: Command, stdin: IO[bytes] | int) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(  # noqa: S603  # an argument list, no shell: this is the one guarded place
            list(command.argv),
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=command.cwd,
            env={"PATH": os.environ.get("PATH", os.defpath), **command.environment},
            start_new_session=True,
            pipesize=CHUNK,
        )
    except FileNotFoundError as error:
        raise ProgramMissing from error


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        message = "every program is started with both pipes"
        raise TypeError(message)
    return pipe
