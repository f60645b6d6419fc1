"""A repository is input: whatever its configuration names must not run, and must not change what is read."""

import os
import subprocess
from pathlib import Path

import pytest

from quarterdeck.insights.sources.git.inspect import inspect
from quarterdeck.insights.sources.git.language import main_language
from quarterdeck.insights.sources.git.trees import read_lines, read_paths
from tests.insights import golden
from tests.insights.reading import derived, read

HOSTILE = """
[core]
\trepositoryformatversion = 1
\tbare = true
\tfsmonitor = {shim}
\tsshCommand = {shim}
\tpager = {shim}
\teditor = {shim}
\thooksPath = {hooks}
\talternateRefsCommand = {shim}
[extensions]
\tpartialClone = origin
[remote "origin"]
\turl = ext::{shim} %S
\tpromisor = true
\tuploadpack = {shim}
[protocol "ext"]
\tallow = always
[diff]
\texternal = {shim}
\tnoprefix = true
\trenames = false
[diff "shim"]
\tcommand = {shim}
\ttextconv = {shim}
[filter "shim"]
\tclean = {shim}
\tsmudge = {shim}
\tprocess = {shim}
[log]
\tshowSignature = true
\tmailmap = false
\tdate = relative
[gpg]
\tprogram = {shim}
[credential]
\thelper = {shim}
[alias]
\tlog = !{shim}
[mailmap]
\tfile = {mailmap}
"""


@pytest.fixture
def log(own_story: golden.Golden, tmp_path: Path) -> Path:
    """Arm the repository; every program it names appends to the returned file."""
    log = tmp_path / "ran.log"
    shim = tmp_path / "shim"
    shim.write_text(f'#!/bin/sh\necho "$0 $*" >> {log}\n')
    shim.chmod(0o755)
    _sign_the_tip(own_story)
    hooks = own_story.path / "hooks"
    hooks.mkdir()
    for name in ("reference-transaction", "post-index-change", "fsmonitor-watchman"):
        (hooks / name).symlink_to(shim)
    mailmap = tmp_path / "mailmap"
    mailmap.write_text("Eve <eve@example.com> <bob@example.com>\n")
    (own_story.path / "config").write_text(HOSTILE.format(shim=shim, hooks=hooks, mailmap=mailmap))
    (own_story.path / "info").mkdir()
    (own_story.path / "info" / "attributes").write_text("* diff=shim filter=shim\n")
    return log


def _sign_the_tip(story: golden.Golden) -> None:
    """Put a signature under the newest commit, so that showing it would ask gpg."""
    stamp = golden.BOB.at(91)
    story.objects.ref(
        "refs/tags/signed",
        story.objects.commit(
            "Signed", {}, author=stamp, committer=stamp + b"\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n x"
        ),
    )


def test_nothing_the_repository_names_is_run(own_story: golden.Golden, log: Path) -> None:
    state = inspect(own_story.path)
    shas = list(read(own_story.path).commits)
    missing = own_story.objects.blob(b"f\n")
    own_story.objects.file_of(missing).unlink()  # a partial clone would fetch it here
    for _ in (*read_paths(own_story.path, shas), *read_lines(own_story.path, shas)):
        pass
    main_language(own_story.path, state.main_tip)

    assert not log.exists()


def test_the_trap_would_spring(own_story: golden.Golden, log: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "HOME": str(own_story.path)}
    tip = own_story.shas["c13"]
    subprocess.run(["git", "--git-dir", own_story.path, "show", "--ext-diff", tip], env=environment, check=False)

    assert log.read_text()


def test_what_is_read_stays_the_same(story: golden.Golden, own_story: golden.Golden, log: Path) -> None:
    (own_story.path / "refs" / "tags" / "signed").unlink()
    assert read(own_story.path).commits == read(story.path).commits
    assert derived(own_story.path) == derived(story.path)
    shas = [own_story.shas[name] for name in golden.LINES]
    assert list(read_lines(own_story.path, shas)) == list(read_lines(story.path, shas))
    assert list(read_paths(own_story.path, shas)) == list(read_paths(story.path, shas))


def test_replaced_objects_are_not_believed(story: golden.Golden, own_story: golden.Golden) -> None:
    own_story.objects.ref(f"refs/replace/{own_story.shas['c5']}", own_story.shas["c1"])
    (own_story.path / "info").mkdir()
    (own_story.path / "info" / "grafts").write_text(f"{own_story.shas['c5']}\n")

    assert read(own_story.path).commits == read(story.path).commits


def test_a_repository_of_another_user_can_be_read(own_story: golden.Golden) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can give files away")
    for parent, folders, files in os.walk(own_story.path):
        for name in (*folders, *files):
            os.chown(Path(parent) / name, 65534, 65534)
    os.chown(own_story.path, 65534, 65534)

    assert len(read(own_story.path).commits) == golden.COMMITS
