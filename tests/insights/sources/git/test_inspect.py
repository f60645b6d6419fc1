import os
import subprocess
from pathlib import Path

import pytest

from quarterdeck.insights.derive.inputs import Tag
from quarterdeck.insights.sources.git.errors import (
    BrokenRepository,
    EmptyRepository,
    NotARepository,
    OutsideRoots,
)
from quarterdeck.insights.sources.git.headers import read_headers
from quarterdeck.insights.sources.git.inspect import inspect
from quarterdeck.insights.sources.git.language import main_language
from quarterdeck.insights.sources.git.locate import locate
from tests.insights import golden
from tests.insights.gitobjects import Objects, Person

STAMP = Person("Ann", "ann@example.com").at(1)


def git(*arguments: str | Path, cwd: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "HOME": str(cwd), "GIT_CONFIG_NOSYSTEM": "1"}
    subprocess.run(["git", *arguments], cwd=cwd, env=environment, check=True, capture_output=True)


def test_the_golden_state(story: golden.Golden) -> None:
    state = inspect(story.path)

    assert state.bare
    assert (state.main_branch, state.main_tip) == ("main", story.shas["c14"])
    assert state.branches == {"main": story.shas["c14"], "1.0.x": story.shas["h1"]}
    assert state.tags_on_no_commit == 2
    assert state.shallow == frozenset()


def test_tags_are_peeled_and_dated(story: golden.Golden) -> None:
    tags = {tag.name: tag for tag in inspect(story.path).tags}

    assert tags["v1.1.0"] == Tag("v1.1.0", story.shas["c5"], golden.day(20))
    assert tags["v1.3.0"] == Tag("v1.3.0", story.shas["c12"], None)
    assert tags["v1.0.1"] == Tag("v1.0.1", story.shas["h1"], None)  # annotated, without a tagger
    assert len(tags) == 9


def test_a_tag_of_a_tag_is_peeled_to_the_commit(own_story: golden.Golden) -> None:
    inner = own_story.objects.tag_object("inner", own_story.shas["c2"], STAMP)
    own_story.objects.ref("refs/tags/outer", own_story.objects.tag_object("outer", inner, STAMP, "tag"))

    assert Tag("outer", own_story.shas["c2"], golden.day(1)) in inspect(own_story.path).tags


def test_a_tag_on_a_missing_object_hides_no_other(own_story: golden.Golden) -> None:
    before = inspect(own_story.path)
    own_story.objects.file_of(own_story.objects.tree({b"x": b"x"})).unlink()

    after = inspect(own_story.path)

    assert (after.tags, after.tags_on_no_commit) == (before.tags, 2)


def test_other_branches_are_read_only_when_named(own_story: golden.Golden) -> None:
    side = own_story.objects.commit("side", {}, author=STAMP, committer=STAMP)
    own_story.objects.ref("refs/heads/side", side)
    state = inspect(own_story.path)

    assert side not in state.tips()
    assert side in state.tips(branches=["side"])


@pytest.mark.parametrize("inner", ["", ".git"])
def test_a_working_copy_is_found_by_its_top_or_its_git_folder(story: golden.Golden, tmp_path: Path, inner: str) -> None:
    git("clone", "-q", story.path, "copy", cwd=tmp_path)

    state = inspect(tmp_path / "copy" / inner)

    assert not state.bare
    assert state.main_tip == story.shas["c14"]


def test_origin_is_ahead_of_a_stale_local_main(story: golden.Golden, tmp_path: Path) -> None:
    git("clone", "-q", story.path, "copy", cwd=tmp_path)
    git("reset", "-q", "--hard", "v1.1.0", cwd=tmp_path / "copy")

    assert inspect(tmp_path / "copy").main_tip == story.shas["c14"]


def test_a_feature_branch_in_a_working_copy_is_not_the_main_line(story: golden.Golden, tmp_path: Path) -> None:
    git("clone", "-q", story.path, "copy", cwd=tmp_path)
    git("checkout", "-q", "-b", "feature", "v1.1.0", cwd=tmp_path / "copy")
    git("remote", "remove", "origin", cwd=tmp_path / "copy")

    assert inspect(tmp_path / "copy").main_branch == "main"


def test_a_linked_worktree_is_its_repository(story: golden.Golden, tmp_path: Path) -> None:
    git("clone", "-q", story.path, "copy", cwd=tmp_path)
    git("worktree", "add", "-q", tmp_path / "linked", "v1.1.0", cwd=tmp_path / "copy")

    assert inspect(tmp_path / "linked").main_tip == story.shas["c14"]


def test_a_shallow_clone_names_its_boundary(story: golden.Golden, tmp_path: Path) -> None:
    git("clone", "-q", "--depth=2", "--no-tags", f"file://{story.path}", "copy", cwd=tmp_path)

    assert inspect(tmp_path / "copy").shallow == {story.shas["c13"]}


def test_a_repository_with_longer_names_is_read_too(tmp_path: Path) -> None:
    git("init", "-q", "--object-format=sha256", "-b", "main", "r", cwd=tmp_path)
    who = ("-c", "user.name=Ann", "-c", "user.email=ann@example.com")
    git(*who, "commit", "-q", "--allow-empty", "-m", "Start", cwd=tmp_path / "r")
    git(*who, "tag", "-a", "-m", "x", "v1.0", cwd=tmp_path / "r")

    state = inspect(tmp_path / "r")

    (batch,) = read_headers(state.git_dir, "r", state.tips(), main_tip=state.main_tip)
    assert [(len(commit.sha), commit.first_parent) for commit in batch.commits] == [(64, True)]
    assert [found.sha for found in state.tags] == [state.main_tip]


def test_a_folder_that_is_no_repository(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "absent", tmp_path / ("x" * 300), Path("/dev/null")):
        with pytest.raises(NotARepository) as caught:
            inspect(path)
        assert caught.value.hint
        assert str(path) not in str(caught.value)


def test_a_folder_inside_a_repository_is_not_the_repository(story: golden.Golden, tmp_path: Path) -> None:
    git("clone", "-q", story.path, "copy", cwd=tmp_path)

    with pytest.raises(NotARepository):
        inspect(tmp_path / "copy" / "src")


def test_an_empty_repository(tmp_path: Path) -> None:
    Objects(tmp_path / "empty.git")

    with pytest.raises(EmptyRepository):
        inspect(tmp_path / "empty.git")


def test_a_repository_whose_tip_is_gone(own_story: golden.Golden) -> None:
    own_story.objects.file_of(own_story.shas["c14"]).unlink()

    with pytest.raises(BrokenRepository):
        inspect(own_story.path)


def test_a_repository_with_a_damaged_head(own_story: golden.Golden) -> None:
    (own_story.path / "refs" / "heads" / "main").write_text("nonsense\n")
    (own_story.path / "refs" / "heads" / "1.0.x").unlink()

    with pytest.raises(BrokenRepository):
        inspect(own_story.path)


def test_the_main_language_has_the_most_bytes(story: golden.Golden, tmp_path: Path) -> None:
    assert main_language(story.path, story.shas["c14"]) == "Python"

    objects = Objects(tmp_path / "r.git")
    files = {b"a.go": b"x" * 50, b"b.rs": b"x" * 60, b"README.md": b"x" * 900, b"vendor/c.js": b"x" * 900}
    sha = objects.commit("x", files, author=STAMP, committer=STAMP)
    assert main_language(objects.path, sha) == "Rust"


def test_a_tree_without_program_text_has_no_language(tmp_path: Path) -> None:
    objects = Objects(tmp_path / "r.git")
    sha = objects.commit("x", {b"README": b"x"}, author=STAMP, committer=STAMP)

    assert main_language(objects.path, sha) is None


def test_inside_the_roots_a_repository_is_found(story: golden.Golden) -> None:
    assert locate(story.path, roots=[story.path.parent]) == story.path.resolve()


def test_outside_the_roots_nothing_is_told_apart(story: golden.Golden, tmp_path: Path) -> None:
    for path in (story.path, story.path / "absent", tmp_path / ".." / story.path.name, Path("/")):
        with pytest.raises(OutsideRoots):
            locate(path, roots=[tmp_path])


def test_no_link_or_pointer_leads_out_of_the_roots(story: golden.Golden, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(story.path)
    (tmp_path / "pointed").mkdir()
    (tmp_path / "pointed" / ".git").write_text(f"gitdir: {story.path}\n")
    (tmp_path / "dotgit").mkdir()
    (tmp_path / "dotgit" / ".git").symlink_to(story.path)
    common = Objects(tmp_path / "common.git")
    (common.path / "commondir").write_text(str(story.path))
    borrowed = Objects(tmp_path / "borrowed.git")
    (borrowed.path / "objects" / "info").mkdir()
    (borrowed.path / "objects" / "info" / "alternates").write_text(f"{story.path}/objects\n")

    for name in ("link", "pointed", "dotgit", "common.git", "borrowed.git"):
        with pytest.raises(OutsideRoots):
            locate(tmp_path / name, roots=[tmp_path])


def test_the_local_user_may_follow_links(story: golden.Golden, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(story.path)

    assert locate(tmp_path / "link") == story.path.resolve()
