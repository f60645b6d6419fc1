"""The first tier: every commit's header and message, newest first, without looking at a single tree."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

from quarterdeck.infra.process import start
from quarterdeck.insights.derive.actors import Actors
from quarterdeck.insights.derive.inputs import Note
from quarterdeck.insights.facts.rows import Actor, Commit
from quarterdeck.insights.sources.git import messages
from quarterdeck.insights.sources.git.command import git
from quarterdeck.insights.sources.git.errors import BrokenRepository
from quarterdeck.insights.sources.git.fields import records, text

Progress = Callable[[int, int | None], None]
ShouldStop = Callable[[], bool]

FORMAT = "%H%x00%P%x00%aN%x00%aE%x00%cE%x00%ad%x00%cd%x00%an%x00%ae%x00%B"
WIDTH = FORMAT.count("%x00") + 1
EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001  # fact times are naive UTC
SUBJECT_KEPT, NAME_KEPT, EMAIL_KEPT = 1_000, 200, 320


@dataclass(frozen=True, slots=True)
class Signature:
    """A name and address as written in commits, and what the repository's mailmap makes of them."""

    raw_name: str
    raw_email: str
    name: str
    email: str


@dataclass(slots=True)
class HeaderBatch:
    """`notes` (by sha) and `identities` hold only what is new since the batch before."""

    commits: list[Commit] = field(default_factory=list)
    notes: dict[str, Note] = field(default_factory=dict)
    signatures: list[Signature] = field(default_factory=list)


def nothing_to_report(_done: int, _total: int | None) -> None:
    """Take progress and do nothing."""


def never() -> bool:
    """Answer that the work goes on."""
    return False


def read_headers(
    git_dir: Path,
    repository_id: str,
    tips: Sequence[str],
    *,
    known: Sequence[str] = (),
    main_tip: str,
    actors: Actors | None = None,
    progress: Progress = nothing_to_report,
    should_stop: ShouldStop = never,
) -> Iterator[HeaderBatch]:
    """Yield the commits reachable from `tips` and not from `known`, with `main_tip`'s first parents marked.

    Stops early, between batches, when `should_stop` says so. Raises BrokenRepository when a commit object is
    missing: nothing behind it can be found.
    """
    revisions = "".join(f"{sha}\n" for sha in (*tips, *(f"^{sha}" for sha in known))).encode()
    mailmap = ("-c", f"mailmap.blob={main_tip}:.mailmap")
    log = ("log", "-z", "--encoding=UTF-8", "--date=raw", f"--format={FORMAT}", "--no-notes", "--stdin")
    reader = _HeaderReader(repository_id, first_parents(git_dir, main_tip), actors or Actors())
    done = 0
    with start(git(git_dir, *mailmap, *log, stdin=revisions, timeout=None)) as running:
        for found in records(running, WIDTH):
            if should_stop():
                return
            if found:
                yield reader.batch(found)
                done += len(found)
                progress(done, None)
        if running.returncode() != 0:
            raise BrokenRepository
    progress(done, done)


def first_parents(git_dir: Path, tip: str) -> frozenset[str]:
    """Return the shas of the main line: `tip`, its first parent, that one's first parent, and so on."""
    found: list[str] = []
    rest = b""
    with start(git(git_dir, "rev-list", "--first-parent", tip, "--", timeout=None)) as running:
        for chunk in running:
            *lines, rest = (rest + chunk).split(b"\n")
            found += [line.decode("ascii") for line in lines]
        if running.returncode() != 0:
            raise BrokenRepository
    return frozenset(found)


class _HeaderReader:
    """Turns records into rows; people repeat, so each distinct one is decoded and classified once."""

    def __init__(self, repository_id: str, main_line: frozenset[str], actors: Actors) -> None:
        self._repository_id = repository_id
        self._main_line = main_line
        self._actors = actors
        self._people: dict[tuple[bytes, bytes, bytes, bytes], tuple[str, str, Actor]] = {}
        self._committers: dict[bytes, str] = {}

    def batch(self, found: list[tuple[bytes, ...]]) -> HeaderBatch:
        batch = HeaderBatch()
        for record in found:
            batch.commits.append(self._commit(record, batch))
        return batch

    def _commit(self, record: tuple[bytes, ...], batch: HeaderBatch) -> Commit:
        raw_sha, raw_parents, name, email, committer, author_date, commit_date, raw_name, raw_email, body = record
        sha = raw_sha.decode("ascii")
        parents = raw_parents.decode("ascii")
        person = (name, email, raw_name, raw_email)
        author = self._people.get(person) or self._author(person, batch)
        message = messages.read(text(body))
        if message.note:
            batch.notes[sha] = message.note
        committed, offset = moment(commit_date, EPOCH)
        authored = committed
        if author_date != commit_date:
            authored, offset = moment(author_date, committed)
        return Commit(
            self._repository_id,
            sha,
            parents,
            author[0],
            author[1],
            self._committers.get(committer) or self._committer(committer),
            authored,
            committed,
            offset,
            message.subject[:SUBJECT_KEPT],
            " " in parents,
            sha in self._main_line,
            self._actors.of_commit(author[2], message.co_authors) if message.co_authors else author[2],
            json.dumps(message.co_authors, ensure_ascii=False) if message.co_authors else "[]",
            message.reverts_sha,
            message.number,
            None,
            None,
            None,
            True,
            "observed",
        )

    def _author(self, person: tuple[bytes, bytes, bytes, bytes], batch: HeaderBatch) -> tuple[str, str, Actor]:
        name, raw_name = (text(raw)[:NAME_KEPT] for raw in (person[0], person[2]))
        email, raw_email = (text(raw)[:EMAIL_KEPT].lower() for raw in (person[1], person[3]))
        batch.signatures.append(Signature(raw_name, raw_email, name, email))
        self._people[person] = met = (name, email, self._actors.of_person(name, email))
        return met

    def _committer(self, raw: bytes) -> str:
        self._committers[raw] = email = text(raw)[:EMAIL_KEPT].lower()
        return email


def moment(raw: bytes, otherwise: datetime) -> tuple[datetime, int]:
    """Read git's `seconds +hhmm` as naive UTC and the offset in minutes; damaged dates become `otherwise`."""
    seconds, _, zone = raw.partition(b" ")
    try:
        return EPOCH + timedelta(seconds=int(seconds)), _offset(zone)
    except (ValueError, OverflowError):
        return otherwise, 0


@lru_cache(maxsize=256)
def _offset(zone: bytes) -> int:
    minutes = int(zone[:3]) * 60 + int(zone[:1] + zone[3:])
    return minutes if -24 * 60 < minutes < 24 * 60 else 0
