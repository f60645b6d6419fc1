"""Where a repository is read from: looked at before anything is stored."""

import hashlib
import os
from pathlib import Path, PurePosixPath

from anyio import to_thread

from quarterdeck.infra.settings import Settings
from quarterdeck.insights.repositories.schemas import RepositoryIn
from quarterdeck.insights.repositories.types import Source
from quarterdeck.insights.sources.git.addresses import (
    HTTPS_ONLY,
    KNOWN_SCHEMES,
    RemoteUrl,
    checked_addresses,
    parse_url,
)
from quarterdeck.insights.sources.git.clone import CloneRules
from quarterdeck.insights.sources.git.inspect import inspect

MEGABYTE = 1 << 20


async def look_at(settings: Settings, new: RepositoryIn, *, local: bool) -> Source:
    """Find out what `new` names. `local` is the command line of this machine, which may name more.

    Raises what `sources.git` raises for places that are no repository, or not one to be read from here.
    """
    if new.url is not None:
        remote = await to_thread.run_sync(_checked, settings, new.url, local)
        return Source(_spelling(remote), new.name or _last_part(remote.path), local, url=remote.text)
    if new.path is not None:
        git_dir = await to_thread.run_sync(_inspected, settings, new.path, local)
        return Source(f"file:{_digest(git_dir)}", new.name or _last_part(str(git_dir)), local, path=new.path)
    name = new.name or ""
    return Source(f"name:{name}", name, local)


def roots_of(settings: Settings, *, trusted: bool) -> list[Path] | None:
    """Say in which folders a clone may lie; `None` is anywhere."""
    return None if trusted else [Path(root) for root in settings.security.repository_roots]


def clone_rules(settings: Settings, remote: RemoteUrl, *, trusted: bool) -> CloneRules:
    return CloneRules(
        schemes=_schemes(trusted=trusted),
        private=trusted or f"{remote.host}:{remote.port}" in settings.insights.private_hosts,
        max_bytes=settings.insights.clone_limit_mb * MEGABYTE,
        timeout=settings.insights.clone_timeout_minutes * 60.0,
    )


def remote_of(url: str, *, trusted: bool) -> RemoteUrl:
    return parse_url(url, schemes=_schemes(trusted=trusted))


def _schemes(*, trusted: bool) -> frozenset[str]:
    return KNOWN_SCHEMES if trusted else HTTPS_ONLY


def _checked(settings: Settings, url: str, local: bool) -> RemoteUrl:
    remote = remote_of(url, trusted=local)
    checked_addresses(remote, private=clone_rules(settings, remote, trusted=local).private)
    return remote


def _inspected(settings: Settings, path: str, local: bool) -> Path:
    return inspect(Path(path), roots=roots_of(settings, trusted=local)).git_dir


def _digest(path: Path) -> str:
    """Shorten a path, which may be longer than an index can hold."""
    return hashlib.sha256(os.fsencode(path)).hexdigest()


def _spelling(remote: RemoteUrl) -> str:
    """Write the address so that `…/a`, `…/a/` and `…/a.git` are one repository."""
    return remote.text.rstrip("/").removesuffix(".git")


def _last_part(path: str) -> str:
    parts = [part for part in PurePosixPath(path).parts if part not in ("/", ".git")]
    return (parts[-1].removesuffix(".git") if parts else "repository")[:200]
