"""Reading a repository whole, beside git itself, perceval and pydriller: CPU seconds, children included.

`python -m bench.git_ingest [PATH ...]` measures those clones; without any, it makes one up. The two peers only
take part up to `PEER_COMMITS`, where they need minutes. With `BASELINE` naming the `src` folder of an earlier
version, what `add-repo` costs is measured in turn with it.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from bench import synthetic_history
from bench.report import Line, in_turn, ratio_of_medians, table

ROOT = Path(__file__).resolve().parent.parent
PEER_COMMITS = 8_000
LARGE = 60_000
FILE_LINES = 800  # so that git spends on a commit what it does in flask (0.14 ms) to sympy (0.4 ms)


def run(*, quick: bool) -> list[Line]:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        small = synthetic_history.make(folder / "small.git", 1_000 if quick else 4_000, lines=FILE_LINES)
        large = synthetic_history.make(folder / "large.git", (10_000 if quick else LARGE) * 10 // 11, lines=3)
        rounds = 2 if quick else 5
        return [*whole(small, rounds, folder), first(large, rounds, folder), first_numbers(large), own_cpu(large)]


def whole(path: Path, rounds: int, folder: Path) -> list[Line]:
    """Compare the three tiers with git's own reading, and with the peers where the repository allows."""
    commits = count(path)
    peers = {"perceval": 4.0, "pydriller": 10.0} if commits <= PEER_COMMITS else {}
    names = ("ours", "raw", *peers)
    works = [lambda name=name: read(name, path, folder) for name in names]
    figures = dict(zip(names, in_turn(rounds, *works), strict=True))
    ours = median(figures["ours"])
    limit = ratio_of_medians(figures["ours"], figures["raw"])
    what = f"full ingest of {path.name}, {commits:,} commits, CPU"
    lines = [
        Line(
            what, f"{ours:.2f} s", f"git log --numstat -M {median(figures['raw']):.2f} s",
            f"{limit:.2f} x", "<= 1.3 x", limit <= 1.3,
        )
    ]  # fmt: skip
    for name, goal in peers.items():
        faster = ratio_of_medians(figures[name], figures["ours"])
        peer = f"{name} {median(figures[name]):.2f} s"
        lines.append(Line(what, f"{ours:.2f} s", peer, f"{faster:.1f} x faster", f">= {goal:.0f} x", faster >= goal))
    return lines


def first(path: Path, rounds: int, folder: Path) -> Line:
    """Measure what the first charts wait for: headers, tags and the derivation."""
    (figures,) = in_turn(rounds, lambda: read("first_tier", path, folder))
    what = f"first tier and derivation of {path.name}, {count(path):,} commits, CPU"
    seconds = median(figures)
    return Line(what, f"{seconds:.2f} s", "-", "-", "<= 4 s", seconds <= 4)


def first_numbers(path: Path) -> Line:
    """Time `quarterdeck add-repo` from its start to the printed table, the start of the program included."""
    figures = [_until_printed(path) for _ in range(3)]
    seconds = median(figures)
    what = f"first DORA numbers of {path.name}, {count(path):,} commits, wall"
    return Line(what, f"{seconds:.1f} s", "-", "-", "<= 5 s", seconds <= 5)


def _until_printed(path: Path) -> float:
    with tempfile.TemporaryDirectory() as data:
        began = time.perf_counter()
        quarterdeck = str(Path(sys.executable).parent / "quarterdeck")
        command = [quarterdeck, "add-repo", str(path), "--no-wait"]
        with subprocess.Popen(
            command, cwd=data, env={**os.environ, "DATA_DIR": data}, stdout=subprocess.PIPE, text=True
        ) as running:
            printed = next(time.perf_counter() for line in running.stdout or () if "Deployment frequency" in line)
            running.communicate()
    return printed - began


ADD_REPO = """
import atexit, resource, sys

def tell():
    own, git = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print("cpu", own.ru_utime + own.ru_stime, git.ru_utime + git.ru_stime, file=sys.stderr)

atexit.register(tell)
from quarterdeck.server.main import main
sys.argv = ["quarterdeck", "add-repo", sys.argv[1], "--no-wait"]
main()
"""


def own_cpu(path: Path) -> Line:
    """Measure `quarterdeck add-repo` with the server inside it: own CPU, and that of its git beside it."""
    baseline = os.environ.get("BASELINE")
    sources = [str(ROOT / "src"), *([baseline] if baseline else [])]
    figures = in_turn(3, *[lambda source=source: _cpu(source, path)[0] for source in sources])
    own, git = median(figures[0]), _cpu(sources[0], path)[1]
    what = f"first DORA numbers of {path.name}, {count(path):,} commits, own CPU of server and command"
    if not baseline:
        return Line(what, f"{own:.2f} s", f"its git {git:.2f} s", "-", "<= 4 s", own <= 4)
    ratio = ratio_of_medians(figures[0], figures[1])
    peer = f"baseline {median(figures[1]):.2f} s; git {git:.2f} s"
    return Line(what, f"{own:.2f} s", peer, f"{ratio:.2f} x", "<= 0.5 x", ratio <= 0.5)


def _cpu(source: str, path: Path) -> tuple[float, float]:
    with tempfile.TemporaryDirectory() as data:
        done = subprocess.run(
            [sys.executable, "-c", ADD_REPO, str(path)],
            cwd=data, env={**os.environ, "DATA_DIR": data, "PYTHONPATH": source},
            check=True, capture_output=True, text=True,
        )  # fmt: skip
    told = next(line for line in done.stderr.splitlines() if line.startswith("cpu "))
    own, git = map(float, told.split()[1:])
    return own, git


def read(name: str, path: Path, folder: Path) -> float:
    done = subprocess.run(
        [sys.executable, "-m", "bench.peers.git_readers", name, path, folder],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"},
        check=True,
        capture_output=True,
        text=True,
    )
    return float(done.stdout.split()[0])


def count(path: Path) -> int:
    done = subprocess.run(["git", "rev-list", "--count", "HEAD"], cwd=path, check=True, capture_output=True, text=True)
    return int(done.stdout)


def main() -> None:
    paths = [Path(given).resolve() for given in sys.argv[1:]]
    if not paths:
        print(table(run(quick=False)))
        return
    with tempfile.TemporaryDirectory() as made:
        lines = [line for path in paths for line in [*whole(path, 3, Path(made)), first(path, 3, Path(made))]]
    print(table(lines))


if __name__ == "__main__":
    main()
