from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quarterdeck.insights.sources.git import trees
from quarterdeck.insights.sources.git.errors import BrokenRepository
from quarterdeck.insights.sources.git.parsing import CommitLines, LinesParser, PathChange, PathsParser
from quarterdeck.insights.sources.git.trees import read_lines, read_paths
from tests.insights import golden
from tests.insights.gitobjects import Objects, Person


def named_lines(story: golden.Golden, names: list[str]) -> dict[str, tuple[int, int | None, int | None]]:
    batches = list(read_lines(story.path, [story.shas[name] for name in names]))
    assert not [sha for batch in batches for sha in batch.broken]
    return {
        story.names[lines.sha]: (lines.files, lines.additions, lines.deletions)
        for batch in batches
        for lines in batch.results
    }


def test_lines_are_counted_as_by_hand(story: golden.Golden) -> None:
    assert named_lines(story, list(golden.LINES)) == golden.LINES


def test_reading_resumes_with_the_commits_that_are_missing(story: golden.Golden) -> None:
    names = list(golden.LINES)

    assert {**named_lines(story, names[:5]), **named_lines(story, names[5:])} == golden.LINES


def test_paths_come_with_renames_and_strange_bytes(story: golden.Golden) -> None:
    shas = [story.shas[name] for name in ("c9", "c7", "c14", "b1")]

    found = [result for batch in read_paths(story.path, shas) for result in batch.results]

    assert [result.paths for result in found] == [
        (PathChange("R", "b.py", "a.py"), PathChange("A", "logo.bin")),
        (PathChange("D", "caf\\xe9.txt"),),
        (),
        (PathChange("A", "src/lexer.py"),),
    ]


def test_a_missing_object_costs_one_commit_only(own_story: golden.Golden) -> None:
    own_story.objects.file_of(own_story.objects.blob(b"f\n")).unlink()  # the content of fix.py and of fast.py
    names = ["c13", "c6", "c7", "h1", "c14", "c4"]

    batches = list(read_lines(own_story.path, [own_story.shas[name] for name in names]))

    assert [own_story.names[sha] for batch in batches for sha in batch.broken] == ["c6", "h1"]
    assert {
        own_story.names[lines.sha]: (lines.files, lines.additions, lines.deletions)
        for batch in batches
        for lines in batch.results
    } == {name: golden.LINES[name] for name in ("c13", "c7", "c14", "c4")}


def test_an_empty_commit_before_a_broken_one_is_not_blamed(own_story: golden.Golden) -> None:
    own_story.objects.file_of(own_story.objects.blob(b"f\n")).unlink()

    (batch,) = read_lines(own_story.path, [own_story.shas["c14"], own_story.shas["c6"]])

    assert [own_story.names[lines.sha] for lines in batch.results] == ["c14"]
    assert [own_story.names[sha] for sha in batch.broken] == ["c6"]


def test_a_missing_commit_is_named_and_passed_over(story: golden.Golden) -> None:
    absent = "0" * 39 + "1"

    (batch,) = read_lines(story.path, [story.shas["c13"], absent, story.shas["c4"]])

    assert [story.names[lines.sha] for lines in batch.results] == ["c13", "c4"]
    assert batch.broken == [absent]


def test_a_huge_file_is_not_compared(tmp_path: Path) -> None:
    objects = Objects(tmp_path / "r.git")
    stamp = Person("Ann", "ann@example.com").at(1)
    sha = objects.commit("x", {b"huge.txt": b"line\n" * 7_000_000}, author=stamp, committer=stamp)

    (batch,) = read_lines(objects.path, [sha])

    assert batch.results == [CommitLines(sha, 1, None, None)]


def test_too_many_broken_commits_mean_a_broken_repository(
    story: golden.Golden, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trees, "BROKEN_LIMIT", 2)

    with pytest.raises(BrokenRepository):
        list(read_lines(story.path, [f"{number:040x}" for number in range(1, 5)]))


def test_progress_and_stop_come_with_every_batch(story: golden.Golden, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trees, "BATCH", 2)
    shas = [story.shas[name] for name in golden.LINES]
    seen: list[tuple[int, int | None]] = []

    batches = list(
        read_lines(
            story.path,
            shas,
            progress=lambda *now: seen.append(now),
            should_stop=lambda: len(seen) == 3,
        )
    )

    assert [len(batch.results) for batch in batches] == [2, 2, 2]
    assert seen == [(2, 17), (4, 17), (6, 17)]


# Paths that look like what they stand among: a commit's name, a count, a record's head.
TRICKY = st.sampled_from([b"a" * 40, b"1\t2\tx", b":100644 100644 a b R100", b"-\t-\t", b"\xff\xfe", b"\xc3\xa9\n"])
NAMES = st.one_of(TRICKY, st.binary(min_size=1, max_size=12)).filter(
    lambda name: not {0, 47} & set(name) and name.lower() not in {b".", b"..", b".git"}
)
COUNTS = st.one_of(st.none(), st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)))
FILES = st.lists(st.tuples(COUNTS, NAMES, st.one_of(st.none(), NAMES)), max_size=4)


@given(commits=st.lists(FILES, max_size=5), cut=st.integers(1, 7))
def test_counts_survive_any_path_and_any_cut(
    commits: list[list[tuple[tuple[int, int] | None, bytes, bytes | None]]], cut: int
) -> None:
    fields: list[bytes] = []
    for place, files in enumerate(commits):
        fields.append(f"{place:040x}".encode())
        for counts, path, old in files:
            head = b"%d\t%d\t" % counts if counts else b"-\t-\t"
            fields += [head + path] if old is None else [head, old, path]
    parser = LinesParser()

    found = [lines for start in range(0, len(fields), cut) for lines in parser.feed(fields[start : start + cut])]

    assert [*found, *([parser.open] if parser.open else [])] == [
        _summed(place, [counts for counts, _, _ in files]) for place, files in enumerate(commits)
    ]


def _summed(place: int, counts: list[tuple[int, int] | None]) -> CommitLines:
    known = [pair for pair in counts if pair]
    if counts and not known:
        return CommitLines(f"{place:040x}", len(counts), None, None)
    return CommitLines(f"{place:040x}", len(counts), sum(a for a, _ in known), sum(d for _, d in known))


@given(commits=st.lists(st.lists(st.tuples(NAMES, st.one_of(st.none(), NAMES)), max_size=4), max_size=5))
def test_paths_survive_any_name(commits: list[list[tuple[bytes, bytes | None]]]) -> None:
    parser = PathsParser()
    fields: list[bytes] = []
    for place, files in enumerate(commits):
        fields.append(f"{place:040x}".encode())
        for path, old in files:
            head = b":100644 100644 aaaaaaa bbbbbbb "
            fields += [head + b"M", path] if old is None else [head + b"R087", old, path]

    found = parser.feed(fields)

    assert [result.paths for result in [*found, *([parser.open] if parser.open else [])]] == [
        tuple(_change(path, old) for path, old in files) for files in commits
    ]


def _change(path: bytes, old: bytes | None) -> PathChange:
    text = path.decode("utf-8", "backslashreplace")
    return PathChange("M", text) if old is None else PathChange("R", text, old.decode("utf-8", "backslashreplace"))


@settings(max_examples=40)
@given(names=st.lists(NAMES, min_size=1, max_size=6, unique=True))
def test_git_itself_agrees_on_any_name(names: list[bytes], tmp_path_factory: pytest.TempPathFactory) -> None:
    objects = Objects(tmp_path_factory.mktemp("wide") / "r.git")
    stamp = Person("Ann", "ann@example.com").at(1)
    sha = objects.commit("x", dict.fromkeys(names, b"1\n2\n"), author=stamp, committer=stamp)

    (lines,) = read_lines(objects.path, [sha])
    (paths,) = read_paths(objects.path, [sha])

    assert lines.results == [CommitLines(sha, len(names), 2 * len(names), 0)]
    assert {change.path for change in paths.results[0].paths} == {
        name.decode("utf-8", "backslashreplace") for name in names
    }
