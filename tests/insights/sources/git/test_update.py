"""Reading what is new must leave the same rows as reading everything."""

import pytest

from quarterdeck.insights.facts.rows import Commit
from quarterdeck.insights.sources.git.inspect import RepositoryState, inspect
from quarterdeck.insights.sources.git.update import compare, rev_list
from tests.insights import golden
from tests.insights.gitobjects import Person
from tests.insights.reading import read

STAMP = Person("Ann", "ann@example.com").at(100)


def sync(story: golden.Golden, stored: dict[str, Commit], before: RepositoryState | None) -> RepositoryState:
    """Bring the stored rows up to date as the sync job does; return the state to compare with next time."""
    after = inspect(story.path)
    update = compare(
        after.git_dir,
        old_tips=before.tips() if before else (),
        new_tips=after.tips(),
        old_main=before.main_tip if before else None,
        new_main=after.main_tip,
    )
    if update.full:
        stored.update({sha: commit._replace(reachable=False) for sha, commit in stored.items()})
    for sha in update.dropped & stored.keys():
        stored[sha] = stored[sha]._replace(reachable=False)
    for shas, on_main in ((update.joined, True), (update.left, False)):
        for sha in shas & stored.keys():
            stored[sha] = stored[sha]._replace(first_parent=on_main)
    stored.update(read(story.path, known=update.known).commits)
    return after


def reachable(stored: dict[str, Commit]) -> dict[str, Commit]:
    return {sha: commit for sha, commit in stored.items() if commit.reachable}


def rewind(story: golden.Golden, main: str, *tags: str) -> None:
    story.objects.ref("refs/heads/main", story.shas[main])
    for tag in tags:
        (story.path / "refs" / "tags" / tag).unlink()


LATE = ("v1.2.0", "v1.2.1", "v1.3.0", "v1.3.0-hotfix.1", "nightly-2024")


@pytest.mark.parametrize("first", ["c2", "m3", "c5"])
def test_reading_in_two_steps_equals_reading_at_once(own_story: golden.Golden, first: str) -> None:
    tips = {tag: (own_story.path / "refs" / "tags" / tag).read_text().strip() for tag in LATE}
    rewind(own_story, first, *LATE)
    stored: dict[str, Commit] = {}
    before = sync(own_story, stored, None)
    assert own_story.shas["c14"] not in stored

    own_story.objects.ref("refs/heads/main", own_story.shas["c14"])
    for tag, sha in tips.items():
        own_story.objects.ref(f"refs/tags/{tag}", sha)
    sync(own_story, stored, before)

    assert stored == read(own_story.path).commits


def test_nothing_new_reads_nothing(own_story: golden.Golden) -> None:
    state = inspect(own_story.path)

    assert read(own_story.path, known=state.tips()).commits == {}


def test_a_force_push_makes_the_dropped_commits_unreachable(own_story: golden.Golden) -> None:
    stored: dict[str, Commit] = {}
    before = sync(own_story, stored, None)
    rewind(own_story, "c12", "v1.3.0-hotfix.1", "nightly-2024")
    fresh = own_story.objects.commit(
        "Anew", {b".mailmap": golden.MAILMAP}, [own_story.shas["c12"]], author=STAMP, committer=STAMP
    )
    own_story.objects.ref("refs/heads/main", fresh)

    sync(own_story, stored, before)

    assert {own_story.names[sha] for sha, commit in stored.items() if not commit.reachable} == {"c13", "c14"}
    assert reachable(stored) == read(own_story.path).commits


def test_commits_that_come_back_are_reachable_again(own_story: golden.Golden) -> None:
    stored: dict[str, Commit] = {}
    nightly = (own_story.path / "refs" / "tags" / "nightly-2024").read_text().strip()
    before = sync(own_story, stored, None)
    rewind(own_story, "c13", "nightly-2024")
    before = sync(own_story, stored, before)
    assert not stored[own_story.shas["c14"]].reachable

    own_story.objects.ref("refs/heads/main", own_story.shas["c14"])
    own_story.objects.ref("refs/tags/nightly-2024", nightly)
    sync(own_story, stored, before)

    assert stored == read(own_story.path).commits


def test_a_side_line_that_becomes_the_main_line_is_marked_so(own_story: golden.Golden) -> None:
    """The tag v1.0.1 keeps h1 known; then main is pushed onto it, and every old step leaves the main line."""
    stored: dict[str, Commit] = {}
    before = sync(own_story, stored, None)

    own_story.objects.ref("refs/heads/main", own_story.shas["h1"])
    sync(own_story, stored, before)

    main = {own_story.names[sha] for sha, commit in stored.items() if commit.first_parent}
    assert main == {"h1", "c2", "c1"}
    assert reachable(stored) == read(own_story.path).commits


def test_a_force_push_whose_old_objects_are_gone_reads_everything(own_story: golden.Golden) -> None:
    stored: dict[str, Commit] = {}
    before = sync(own_story, stored, None)
    rewind(own_story, "c13", "nightly-2024")
    own_story.objects.file_of(own_story.shas["c14"]).unlink()

    sync(own_story, stored, before)

    assert not stored[own_story.shas["c14"]].reachable
    assert reachable(stored) == read(own_story.path).commits


def test_another_mailmap_gives_old_commits_other_authors(own_story: golden.Golden) -> None:
    stored: dict[str, Commit] = {}
    before = sync(own_story, stored, None)
    mailmap = golden.MAILMAP + b"Robert <robert@example.com> <bob@example.com>\n"
    fresh = own_story.objects.commit(
        "Anew", {b".mailmap": mailmap}, [own_story.shas["c14"]], author=STAMP, committer=STAMP
    )
    own_story.objects.ref("refs/heads/main", fresh)

    sync(own_story, stored, before)

    assert stored[own_story.shas["c2"]].author_email == "robert@example.com"
    assert stored == read(own_story.path).commits


def test_rev_list_leaves_out_what_is_excluded(story: golden.Golden) -> None:
    found = rev_list(story.path, [story.shas["m3"]], excluding=[story.shas["c2"]])

    assert {story.names[sha] for sha in found} == {"b1", "b2", "m3"}
