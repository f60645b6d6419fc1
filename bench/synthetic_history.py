"""A made-up repository by `git fast-import`: many files, small edits, merges, tags. The same every time."""

import random
import subprocess
from collections.abc import Iterator
from pathlib import Path

FILES, MERGE_EVERY, TAG_EVERY = 400, 10, 200


def make(path: Path, commits: int, *, lines: int) -> Path:
    """Write a bare repository: so many commits on its main line, every tenth a merge; so many lines a file."""
    subprocess.run(["git", "init", "--quiet", "--bare", "--initial-branch=main", path], check=True)
    with subprocess.Popen(["git", "fast-import", "--quiet"], cwd=path, stdin=subprocess.PIPE) as git:
        if git.stdin is None:
            raise RuntimeError
        for part in _stream(commits, lines):
            git.stdin.write(part)
    return path


def _stream(commits: int, length: int) -> Iterator[bytes]:
    chance = random.Random(7)  # noqa: S311  # the same history every time, no secret
    files: dict[int, list[int]] = {}
    for number in range(1, commits + 1):
        merges = number % MERGE_EVERY == 0
        if merges:
            yield _commit("refs/heads/side", number, "Work aside", None, _edit(files, chance, length))
        subject = f"Merge pull request #{number} from dev/topic\n\nTopic {number}" if merges else f"Step {number}"
        yield _commit(
            "refs/heads/main", number, subject, "refs/heads/side" if merges else None, _edit(files, chance, length)
        )
        if merges:
            yield b"reset refs/heads/side\nfrom refs/heads/main\n\n"
        if number % TAG_EVERY == 0:
            yield f"reset refs/tags/v1.{number // TAG_EVERY}.0\nfrom refs/heads/main\n\n".encode()


def _edit(files: dict[int, list[int]], chance: random.Random, length: int) -> bytes:
    """Change a few lines in one to three files."""
    parts = []
    for _ in range(chance.randint(1, 3)):
        place = chance.randrange(FILES)
        lines = files.setdefault(place, [chance.randrange(10**6) for _ in range(length)])
        for _ in range(chance.randint(1, 8)):
            lines[chance.randrange(length)] = chance.randrange(10**6)
        content = "".join(f"value = {value}\n" for value in lines).encode()
        name = f"src/part{place % 20}/file{place}.py"
        parts.append(f"M 100644 inline {name}\ndata {len(content)}\n".encode() + content + b"\n")
    return b"".join(parts)


def _commit(ref: str, number: int, message: str, merged: str | None, edits: bytes) -> bytes:
    stamp = f"Dev {number % 50} <dev{number % 50}@example.com> {1_600_000_000 + number * 600} +0100"
    text = message.encode()
    head = f"commit {ref}\nauthor {stamp}\ncommitter {stamp}\ndata {len(text)}\n".encode() + text + b"\n"
    return head + (f"merge {merged}\n".encode() if merged else b"") + edits + b"\n"
