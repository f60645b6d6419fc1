"""Tags, peeled to their commits. A tag on a tree or a blob points at no commit and is counted, not read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from quarterdeck.infra.process import run
from quarterdeck.insights.derive.inputs import Tag
from quarterdeck.insights.sources.git.command import git
from quarterdeck.insights.sources.git.errors import BrokenRepository
from quarterdeck.insights.sources.git.fields import text
from quarterdeck.insights.sources.git.headers import EPOCH, moment

OUTPUT_LIMIT = 256 << 20
_BATCH_WORDS = 3
# The header ends at the first empty line; a message may quote another tag's header.
_TAGGER = re.compile(rb"(?:(?!\n\n)[\s\S])*?\ntagger [^\n]*> (\d+ [+-]\d{4})\n")


@dataclass(frozen=True, slots=True)
class Tags:
    found: tuple[Tag, ...]
    on_no_commit: int


def read_tags(git_dir: Path) -> Tags:
    """Read all tags, by their objects rather than by fields of `for-each-ref`: that one stops at damage."""
    objects = _tag_objects(git_dir)
    distinct = list(dict.fromkeys(objects.values()))
    commits = _peel(git_dir, distinct)
    dates = _tagger_dates(git_dir, [object_id for object_id in distinct if commits.get(object_id) != object_id])
    found = tuple(
        Tag(name, commits[object_id], dates.get(object_id))
        for name, object_id in objects.items()
        if object_id in commits
    )
    return Tags(found, len(objects) - len(found))


def _tag_objects(git_dir: Path) -> dict[str, str]:
    listing = git(git_dir, "for-each-ref", "--format=%(objectname) %(refname)", "refs/tags")
    listed = run(listing, limit=OUTPUT_LIMIT)
    if listed.returncode != 0:
        raise BrokenRepository
    pairs = (line.partition(b" ") for line in listed.stdout.splitlines())
    return {text(name.removeprefix(b"refs/tags/")): object_id.decode("ascii") for object_id, _, name in pairs}


def _peel(git_dir: Path, object_ids: Sequence[str]) -> dict[str, str]:
    answers = _ask(git_dir, "--batch-check=%(objectname)", [f"{name}^{{commit}}" for name in object_ids])
    # What is no commit, or is missing, answers with a sentence instead of a name.
    pairs = zip(object_ids, answers.decode("utf-8", "replace").splitlines(), strict=False)
    return {object_id: answer for object_id, answer in pairs if " " not in answer}


def _tagger_dates(git_dir: Path, object_ids: Sequence[str]) -> dict[str, datetime]:
    """Read the dates of annotated tags from `name type size`, a line, then the object, then a line's end."""
    output = _ask(git_dir, "--batch", object_ids)
    dates: dict[str, datetime] = {}
    position = 0
    while (end := output.find(b"\n", position)) >= 0:
        words = output[position:end].split(b" ")
        position = end + 1
        if len(words) == _BATCH_WORDS:
            size = int(words[2])
            if words[1] == b"tag" and (date := _TAGGER.match(output, position, position + size)):
                dates[words[0].decode("ascii")] = moment(date[1], EPOCH)[0]
            position += size + 1
    return dates


def _ask(git_dir: Path, question: str, names: Sequence[str]) -> bytes:
    if not names:
        return b""
    asked = "".join(f"{name}\n" for name in names).encode()
    return run(git(git_dir, "cat-file", question, stdin=asked), limit=OUTPUT_LIMIT).stdout
