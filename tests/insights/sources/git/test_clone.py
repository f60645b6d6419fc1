import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from quarterdeck.insights.sources.git.clone import CloneRules, Stopped, mirror, size_of
from quarterdeck.insights.sources.git.errors import CloneFailed, CloneTooLarge, PrivateAddress, UnsafeUrl
from tests.insights import golden
from tests.insights.gitobjects import Person
from tests.insights.gitserver import Remote, serving
from tests.insights.reading import read

STAMP = Person("Ann", "ann@example.com").at(100)


@pytest.fixture
def remote(own_story: golden.Golden) -> Iterator[Remote]:
    with serving(own_story) as started:
        yield started


def here(_host: str, _port: int) -> Sequence[str]:
    return ["127.0.0.1"]


LOCAL = CloneRules(schemes=frozenset({"http"}), private=True, resolver=here, timeout=60)


def test_a_mirror_has_all_that_the_remote_has(remote: Remote, tmp_path: Path) -> None:
    target = mirror(remote.url, tmp_path / "mirrors" / "one.git", rules=LOCAL)

    assert read(target).commits == read(remote.story.path).commits
    assert read(target).state.tags_on_no_commit == 2


def test_git_connects_to_the_checked_address_and_not_to_the_name(remote: Remote, tmp_path: Path) -> None:
    mirror(remote.url, tmp_path / "one.git", rules=LOCAL)

    assert set(remote.asked) == {f"git.example.test:{remote.port}"}


def test_a_second_mirror_follows_the_remote_through_a_force_push(remote: Remote, tmp_path: Path) -> None:
    target = mirror(remote.url, tmp_path / "one.git", rules=LOCAL)
    objects, shas = remote.story.objects, remote.story.shas
    fresh = objects.commit("Anew", {}, [shas["c12"]], author=STAMP, committer=STAMP)
    objects.ref("refs/heads/main", fresh)
    for name in ("nightly-2024", "v1.3.0-hotfix.1"):
        (remote.story.path / "refs" / "tags" / name).unlink()

    mirror(remote.url, target, rules=LOCAL)

    after = read(target)
    assert after.state.main_tip == fresh
    assert shas["c13"] not in after.commits
    assert after.commits == read(remote.story.path).commits


def test_private_addresses_are_refused_before_anything_is_asked(remote: Remote, tmp_path: Path) -> None:
    rules = CloneRules(schemes=frozenset({"http"}), resolver=here)

    with pytest.raises(PrivateAddress):
        mirror(remote.url, tmp_path / "one.git", rules=rules)

    assert not remote.asked
    assert not (tmp_path / "one.git").exists()


def test_a_remote_caller_gets_https_only(remote: Remote, tmp_path: Path) -> None:
    with pytest.raises(UnsafeUrl):
        mirror(remote.url, tmp_path / "one.git")


def test_a_redirect_is_not_followed(remote: Remote, tmp_path: Path) -> None:
    remote.redirect = True

    with pytest.raises(CloneFailed):
        mirror(remote.url, tmp_path / "one.git", rules=LOCAL)

    assert list(tmp_path.glob("*one*")) == list(tmp_path.glob(".clone-*")) == []


def test_a_clone_over_the_limit_is_removed(remote: Remote, tmp_path: Path) -> None:
    target = tmp_path / "mirrors" / "one.git"

    with pytest.raises(CloneTooLarge):
        mirror(remote.url, target, rules=CloneRules(LOCAL.schemes, private=True, max_bytes=100, resolver=here))

    assert list(target.parent.iterdir()) == []


def test_a_stopped_clone_leaves_nothing(remote: Remote, tmp_path: Path) -> None:
    target = tmp_path / "mirrors" / "one.git"

    with pytest.raises(Stopped):
        mirror(remote.url, target, rules=LOCAL, should_stop=lambda: True)

    assert list(target.parent.iterdir()) == []


def test_a_damaged_object_is_refused(remote: Remote, tmp_path: Path) -> None:
    content = f"tree {remote.story.objects.tree({b'x': b'x'})}\nauthor nobody\n\nx".encode()
    remote.story.objects.ref("refs/heads/bad", remote.story.objects.write("commit", content))

    with pytest.raises(CloneFailed):
        mirror(remote.url, tmp_path / "one.git", rules=LOCAL)


def test_a_server_whose_objects_nobody_checks_is_refused(remote: Remote, tmp_path: Path) -> None:
    remote.plain_files = True
    environment = {"PATH": os.environ["PATH"]}
    subprocess.run(["git", "--git-dir", remote.story.path, "update-server-info"], env=environment, check=True)

    with pytest.raises(CloneFailed):
        mirror(remote.url, tmp_path / "one.git", rules=LOCAL)

    assert not (tmp_path / "one.git").exists()


def test_an_address_with_nothing_behind_it(remote: Remote, tmp_path: Path) -> None:
    with pytest.raises(CloneFailed) as caught:
        mirror(remote.url.replace("own", "other"), tmp_path / "one.git", rules=LOCAL)

    assert "example.test" not in caught.value.text


def test_progress_tells_the_size(remote: Remote, tmp_path: Path) -> None:
    sizes: list[int] = []

    target = mirror(remote.url, tmp_path / "one.git", rules=LOCAL, progress=lambda size, _total: sizes.append(size))

    assert 0 < sizes[-1] <= size_of(target) + 1_000


def test_the_head_of_the_remote_becomes_the_main_branch(remote: Remote, tmp_path: Path) -> None:
    (remote.story.path / "HEAD").write_text("ref: refs/heads/1.0.x\n")

    target = mirror(remote.url, tmp_path / "one.git", rules=LOCAL)

    assert read(target).state.main_branch == "1.0.x"


def test_a_mirror_needs_no_remote_to_be_read(remote: Remote, tmp_path: Path) -> None:
    target = mirror(remote.url, tmp_path / "one.git", rules=LOCAL)
    before = read(target).commits
    shutil.rmtree(remote.story.path)

    assert read(target).commits == before
