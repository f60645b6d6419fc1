"""Mirroring a remote repository: branches and tags only, from a checked and pinned address, up to a size."""

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from quarterdeck.infra.outbound.addresses import Address, Resolver, resolve
from quarterdeck.infra.process import Command, ProcessTimeout, Running, run, start
from quarterdeck.insights.sources.git.addresses import HTTPS_ONLY, RemoteUrl, parse_url, pinned_addresses
from quarterdeck.insights.sources.git.command import ENVIRONMENT, git, options
from quarterdeck.insights.sources.git.errors import BrokenRepository, CloneFailed, CloneTooLarge
from quarterdeck.insights.sources.git.headers import Progress, ShouldStop, never, nothing_to_report

CHECK_EVERY = 0.2  # seconds between two looks at the size
REFS = ("+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*")

# Old, harmless damage that many well-known histories carry. Everything else that fsck objects to is refused.
_FORGIVEN = ("zeroPaddedFilemode", "missingSpaceBeforeDate", "badTimezone", "missingTaggerEntry", "badEmail")


@dataclass(frozen=True, slots=True)
class CloneRules:
    """What a caller may clone. The defaults are those for remote callers; the local user may widen them."""

    schemes: frozenset[str] = HTTPS_ONLY
    private: bool = False
    max_bytes: int = 4 << 30
    timeout: float = 3_600.0
    resolver: Resolver = resolve


REMOTE_CALLER = CloneRules()


class Stopped(Exception):  # not a failure: the caller asked for it
    """The fetch was stopped by `should_stop`; an earlier mirror is as it was."""


def mirror(
    url: str,
    target: Path,
    *,
    rules: CloneRules = REMOTE_CALLER,
    progress: Progress = nothing_to_report,
    should_stop: ShouldStop = never,
) -> Path:
    """Clone `url` into the bare repository `target`, or bring an existing one up to date; return `target`.

    A first clone appears at `target` only when it is whole. Progress counts bytes on disk, without a total.
    Raises UnsafeUrl, HostUnknown, PrivateAddress, CloneTooLarge, CloneFailed, Stopped.
    """
    remote = parse_url(url, schemes=rules.schemes)
    addresses = pinned_addresses(remote, private=rules.private, resolver=rules.resolver)
    fetch = _Fetch(remote, addresses, rules, progress, should_stop)
    if target.exists():
        fetch.into(target)
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".clone-", ignore_cleanup_errors=True) as scratch:
        fresh = Path(scratch) / "mirror.git"
        _initialise(fresh)
        fetch.into(fresh)
        fresh.rename(target)
    return target


def size_of(folder: Path) -> int:
    """Return the bytes below `folder`; files that vanish meanwhile (git renames its own) count as nothing."""
    total = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            try:
                total += (Path(parent) / name).lstat().st_size
            except FileNotFoundError:
                continue
    return total


def _remove_unfinished_packs(target: Path) -> None:
    """Remove what a killed fetch leaves behind: packs it had not finished."""
    for unfinished in (target / "objects").glob("pack/tmp_*"):
        unfinished.unlink(missing_ok=True)


def _initialise(target: Path) -> None:
    target.mkdir()
    words = [*options(target), "init", "--quiet", "--bare", "--template=", "--initial-branch=main", str(target)]
    if run(Command(words, environment=ENVIRONMENT, cwd=target)).returncode != 0:
        raise BrokenRepository


@dataclass(frozen=True, slots=True)
class _Fetch:
    remote: RemoteUrl
    addresses: tuple[Address, ...]
    rules: CloneRules
    progress: Progress
    should_stop: ShouldStop

    def into(self, target: Path) -> None:
        """Fetch all branches and tags, then point HEAD at the branch that the remote's HEAD names."""
        words = ["fetch", "--quiet", "--prune", "--force", "--no-tags", "--no-auto-gc", "--no-recurse-submodules"]
        words += ["--no-write-fetch-head", "--", self.remote.text, *REFS]
        try:
            with start(self._command(target, words)) as running:
                self._watch(running, target)
                if running.returncode() != 0 or not self._was_checked(running.stderr):
                    raise CloneFailed
        except ProcessTimeout as error:
            raise CloneFailed from error
        finally:
            _remove_unfinished_packs(target)
        self._point_head(target)

    def _watch(self, running: Running, target: Path) -> None:
        ended = False
        while not ended:
            ended = running.ended_within(CHECK_EVERY)
            size = size_of(target)
            self.progress(size, None)
            if size > self.rules.max_bytes:
                raise CloneTooLarge
            if self.should_stop():
                raise Stopped

    def _was_checked(self, trace: bytes) -> bool:
        """Whether objects came as a pack, which fsck has seen; a plain file server's come unchecked."""
        return self.remote.scheme not in {"http", "https"} or b"packet:" in trace

    def _point_head(self, target: Path) -> None:
        asked = run(self._command(target, ["ls-remote", "--symref", "--", self.remote.text, "HEAD"]))
        for line in asked.stdout.decode("utf-8", "replace").splitlines():
            name, _, rest = line.removeprefix("ref: ").partition("\t")
            if line.startswith("ref: refs/heads/") and rest == "HEAD":
                run(git(target, "symbolic-ref", "HEAD", name))

    def _command(self, target: Path, words: list[str]) -> Command:
        settings = [word for setting in self._settings() for word in ("-c", setting)]
        return Command(
            [*options(target), *settings, f"--git-dir={target}", *words],
            environment=self._environment(),
            cwd=target,
            timeout=self.rules.timeout,
        )

    def _settings(self) -> list[str]:
        # The name was resolved and checked here; git must connect to that, not resolve it a second time.
        literal = [f"[{address}]" if address.version == 6 else str(address) for address in self.addresses]  # noqa: PLR2004
        return [
            f"http.curloptResolve={self.remote.host}:{self.remote.port}:{','.join(literal)}",
            "http.followRedirects=false",
            "http.proxy=",
            "http.lowSpeedLimit=1000",
            "http.lowSpeedTime=60",
            "credential.helper=",
            "transfer.fsckObjects=true",
            *(f"fetch.fsck.{damage}=ignore" for damage in _FORGIVEN),
            "fetch.unpackLimit=1",
            "fetch.writeCommitGraph=false",
        ]

    def _environment(self) -> Mapping[str, str]:
        environment = {**ENVIRONMENT, "GIT_ALLOW_PROTOCOL": self.remote.scheme, "GIT_TRACE_PACKET": "2"}
        if self.remote.scheme == "ssh":  # only the local user may; it runs with that user's own keys
            environment |= {name: os.environ[name] for name in ("HOME", "SSH_AUTH_SOCK") if name in os.environ}
            environment["GIT_SSH_COMMAND"] = "ssh -oBatchMode=yes -oStrictHostKeyChecking=yes"
        return environment
