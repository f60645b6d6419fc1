import json
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quarterdeck.insights.sources.git.errors import BrokenRepository
from quarterdeck.insights.sources.git.headers import EPOCH, HeaderBatch, Signature, moment, read_headers
from tests.insights import golden
from tests.insights.gitobjects import Objects, Person
from tests.insights.reading import read


def test_every_commit_of_the_main_line_and_the_tags_is_read(story: golden.Golden) -> None:
    found = read(story.path)

    assert {story.names[sha] for sha in found.commits} == set(story.shas)
    assert len(found.commits) == golden.COMMITS


def test_the_main_line_is_marked_by_first_parents(story: golden.Golden) -> None:
    found = read(story.path)

    main = {story.names[sha] for sha, commit in found.commits.items() if commit.first_parent}

    assert main == set(golden.MAIN_LINE)


def test_a_row_holds_what_the_commit_says(story: golden.Golden) -> None:
    b2 = read(story.path).commits[story.shas["b2"]]

    assert b2.parents == story.shas["b1"]
    assert (b2.author_name, b2.author_email, b2.committer_email) == (
        "Ann Lee",
        "ann@example.com",
        "bob@example.com",
    )
    assert b2.authored_time == b2.committed_time == golden.day(10.5)
    assert b2.tz_offset_minutes == 90
    assert json.loads(b2.co_authors) == [["Bob", "bob@example.com"]]
    assert (b2.is_merge, b2.first_parent, b2.reachable, b2.source) == (False, False, True, "observed")
    assert (b2.files, b2.additions, b2.deletions) == (None, None, None)


def test_author_and_commit_dates_are_kept_apart(story: golden.Golden) -> None:
    c9 = read(story.path).commits[story.shas["c9"]]

    assert (c9.authored_time, c9.committed_time) == (golden.day(60), golden.day(51.5))


def test_the_mailmap_counts_and_the_raw_name_is_kept(story: golden.Golden) -> None:
    found = read(story.path)

    assert found.commits[story.shas["c1"]].author_email == "ann@example.com"
    assert Signature("annie", "ann@old.example", "Ann Lee", "ann@example.com") in found.signatures


def test_latin_1_messages_are_readable(story: golden.Golden) -> None:
    assert read(story.path).commits[story.shas["c4"]].subject == "Résumé"


def test_numbers_reverts_and_actors_are_found(story: golden.Golden) -> None:
    found = read(story.path).commits
    by_name = {story.names[sha]: commit for sha, commit in found.items()}

    assert {name: commit.pr_number for name, commit in by_name.items() if commit.pr_number} == {
        "c2": 1,
        "m3": 2,
        "c5": 3,
        "c6": 4,
        "m11": 6,
    }
    assert by_name["c7"].reverts_sha == story.shas["c4"]
    assert by_name["c8"].reverts_sha == story.shas["c7"]
    assert {name: commit.actor for name, commit in by_name.items() if commit.actor != "human"} == {
        "c5": "bot",
        "c6": "agent",
    }


def test_reading_twice_gives_the_same_rows(story: golden.Golden) -> None:
    assert read(story.path).commits == read(story.path).commits


def test_a_stop_ends_the_reading(story: golden.Golden) -> None:
    tip = story.shas["c14"]

    assert list(read_headers(story.path, "r", [tip], main_tip=tip, should_stop=lambda: True)) == []


def test_progress_counts_to_the_end(story: golden.Golden) -> None:
    seen: list[tuple[int, int | None]] = []
    tip = story.shas["c14"]

    for _ in read_headers(story.path, "r", [tip], main_tip=tip, progress=lambda *now: seen.append(now)):
        pass

    assert seen[-1] == (18, 18)  # h1 is behind a tag only


def test_a_missing_commit_is_a_named_error(own_story: golden.Golden) -> None:
    own_story.objects.file_of(own_story.shas["c5"]).unlink()
    tip = own_story.shas["c14"]

    with pytest.raises(BrokenRepository):
        list(read_headers(own_story.path, "r", [tip], main_tip=tip))


@pytest.mark.parametrize(
    ("raw", "time", "offset"),
    [
        (b"0 +0000", EPOCH, 0),
        (b"86400 +0530", EPOCH + timedelta(days=1), 330),
        (b"86400 -0330", EPOCH + timedelta(days=1), -210),
        (b"86400 +9999", EPOCH + timedelta(days=1), 0),
        (b"99999999999999999999 +0000", datetime(2020, 1, 1), 0),  # noqa: DTZ001  # as the facts are
        (b"", datetime(2020, 1, 1), 0),  # noqa: DTZ001
    ],
)
def test_damaged_dates_become_the_other_date(raw: bytes, time: datetime, offset: int) -> None:
    assert moment(raw, datetime(2020, 1, 1)) == (time, offset)  # noqa: DTZ001


MESSAGES = st.binary(max_size=300).filter(lambda message: b"\0" not in message)


@settings(max_examples=40)
@given(messages=st.lists(MESSAGES, min_size=1, max_size=5))
def test_any_message_arrives_whole_and_in_its_own_row(
    messages: list[bytes], tmp_path_factory: pytest.TempPathFactory
) -> None:
    objects = Objects(tmp_path_factory.mktemp("wide") / "r.git")
    person = Person("Ann", "ann@example.com")
    shas: list[str] = []
    for days, message in enumerate(messages):
        stamp = person.at(days)
        shas.append(objects.commit(message, {}, shas[-1:], author=stamp, committer=stamp))

    batches: list[HeaderBatch] = list(read_headers(objects.path, "r", shas[-1:], main_tip=shas[-1]))

    rows = [commit for batch in batches for commit in batch.commits]
    assert [commit.sha for commit in rows] == shas[::-1]
    assert [commit.subject for commit in rows] == [_first_line(message) for message in messages[::-1]]


def _first_line(message: bytes) -> str:
    """The naive reading: the first line that holds anything, as UTF-8 or else latin-1."""
    try:
        text = message.decode()
    except UnicodeDecodeError:
        text = message.decode("latin-1")
    return text.lstrip("\n").split("\n")[0].rstrip()
