import os
import select
import signal
import sys
from pathlib import Path

import pytest

from quarterdeck.infra.process import (
    STDERR_KEPT,
    Command,
    OutputTooLarge,
    ProcessTimeout,
    ProgramMissing,
    run,
    start,
)


def python(code: str, **options: object) -> Command:
    return Command([sys.executable, "-c", code], **options)  # type: ignore[arg-type]


def is_alive(pid: int) -> bool:
    """Whether the process runs; one that ended and only waits for its parent does not."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
    except (FileNotFoundError, ProcessLookupError):
        return False
    return stat.rsplit(")", 1)[1].split()[0] not in {"Z", "X"}


def has_ended(pid: int) -> bool:
    """Whether the process ends within seconds: a kill is asked for at once and takes effect a moment later."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    poll = select.poll()
    poll.register(handle, select.POLLIN)
    ended = bool(poll.poll(5_000))
    os.close(handle)
    return ended


def test_returns_output_complaint_and_code() -> None:
    done = run(python("import sys; print('out'); print('bad', file=sys.stderr); sys.exit(3)"))

    assert (done.stdout, done.stderr, done.returncode) == (b"out\n", b"bad\n", 3)


def test_shell_characters_stay_letters() -> None:
    done = run(Command([sys.executable, "-c", "import sys; print(sys.argv[1])", "$(id); *|&"]))

    assert done.stdout == b"$(id); *|&\n"


def test_nothing_of_our_environment_leaks_but_the_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUARTERDECK_SECRET", "hush")

    done = run(python("import os; print(sorted(os.environ))", environment={"A": "1", "LC_ALL": "C"}))

    assert done.stdout == b"['A', 'LC_ALL', 'PATH']\n"


def test_input_larger_than_a_pipe_arrives_while_the_child_writes_as_much() -> None:
    big = b"x" * 4_000_000

    done = run(python("import sys; sys.stdout.write(sys.stdin.read())", stdin=big))

    assert done.stdout == big


def test_only_the_end_of_a_long_complaint_is_kept() -> None:
    done = run(python("import sys; sys.stderr.write('x' * 1_000_000 + 'the end')"))

    assert len(done.stderr) == STDERR_KEPT
    assert done.stderr.endswith(b"the end")


def test_too_much_output_is_refused_and_the_program_ended() -> None:
    with pytest.raises(OutputTooLarge):
        run(python("while True: print('x' * 10_000)"), limit=100_000)


def test_a_program_over_its_time_is_killed() -> None:
    with pytest.raises(ProcessTimeout):
        run(python("import time; time.sleep(60)", timeout=0.2))


def test_a_program_may_end_within_the_watch() -> None:
    with start(python("input()", stdin=b"go\n")) as running:
        assert running.ended_within(30)


def test_a_program_that_is_not_there_is_named_so() -> None:
    with pytest.raises(ProgramMissing):
        run(Command(["no-such-program-anywhere"]))


def test_leaving_the_block_ends_the_program_and_its_children() -> None:
    code = (
        "import subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "print(child.pid, flush=True)\n"
        "time.sleep(60)"
    )

    with start(python(code)) as running:
        grandchild = int(next(iter(running)))
        assert is_alive(grandchild)

    assert has_ended(grandchild)


def test_an_error_inside_the_block_ends_the_program_too() -> None:
    pids: list[int] = []

    def fail_while_it_runs() -> None:
        with start(python("import os, time; print(os.getpid(), flush=True); time.sleep(60)")) as running:
            pids.append(int(next(iter(running))))
            raise ValueError

    with pytest.raises(ValueError, match=r"^$"):
        fail_while_it_runs()

    assert has_ended(pids[0])


def test_a_signal_shows_as_a_negative_code() -> None:
    done = run(python(f"import os; os.kill(os.getpid(), {int(signal.SIGTERM)})"))

    assert done.returncode == -signal.SIGTERM


def test_no_descriptor_is_left_open() -> None:
    def open_files() -> int:
        return len(os.listdir("/proc/self/fd"))  # noqa: PTH208  # counting, not walking

    run(python("pass"))
    before = open_files()

    for _ in range(5):
        run(python("print(1)", stdin=b"x"))

    assert open_files() == before
