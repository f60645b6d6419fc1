"""How git is called here: on one repository, trusting none of its configuration, touching nothing.

A repository is input. Its config can name programs (hooks, fsmonitor, textconv, gpg, ssh) and its objects can
be promised by a remote. So programs are switched off one by one, transports all at once, and the user's and
the system's configuration are not read.
"""

from collections.abc import Mapping
from pathlib import Path

from quarterdeck.infra.process import Command

SETTINGS = (
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.attributesFile=/dev/null",
    "core.bigFileThreshold=32m",  # larger files count as binary: never a gigabyte in memory for a line count
    "core.symlinks=false",
    "core.quotePath=false",
    "core.pager=cat",
    "log.showSignature=false",
    "log.follow=false",
    "gpg.program=false",
    "diff.external=",
    "diff.orderFile=/dev/null",
    "mailmap.file=/dev/null",
    "maintenance.auto=false",
    "gc.auto=0",
)

ENVIRONMENT: Mapping[str, str] = {
    "HOME": "/nonexistent",
    "LC_ALL": "C",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_FLUSH": "0",  # write when the buffer is full, not after every commit
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_GRAFT_FILE": "/dev/null",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "",  # no transport at all, so that older gits cannot fetch lazily either
    # Without an index, .gitattributes of the checkout cannot turn text into binary: a bare clone and a
    # working copy then count the same lines.
    "GIT_INDEX_FILE": "/nonexistent/index",
}


def git(git_dir: Path, *arguments: str, stdin: bytes = b"", timeout: float | None = 60.0) -> Command:
    """Compose a reading call on the repository whose git directory is `git_dir`."""
    return Command(
        [*options(git_dir), f"--git-dir={git_dir}", *arguments],
        environment=ENVIRONMENT,
        cwd=git_dir,
        stdin=stdin,
        timeout=timeout,
    )


def options(git_dir: Path) -> list[str]:
    """Return `git` with the settings that no repository may override."""
    settings = [*SETTINGS, f"safe.directory={git_dir}"]
    return ["git", "--no-pager", *(word for setting in settings for word in ("-c", setting))]
