"""Where a repository is read from: looked at before anything is stored."""

import hashlib
import os
from pathlib import Path, PurePosixPath

from anyio import to_thread

from quarterdeck.infra.outbound import listed_places
from quarterdeck.infra.settings import Settings
from quarterdeck.insights.repositories.schemas import RepositoryIn
from quarterdeck.insights.repositories.types import InspectedSource
from quarterdeck.insights.sources.git.addresses import (
    HTTPS_ONLY,
    KNOWN_SCHEMES,
    RemoteUrl,
    parse_url,
    pinned_addresses,
)
from quarterdeck.insights.sources.git.clone import CloneRules
from quarterdeck.insights.sources.git.errors import UnsafeUrl
from quarterdeck.insights.sources.git.inspect import inspect

MEGABYTE = 1 << 20
WEB_SCHEMES = HTTPS_ONLY | {"http"}


async def inspect_source(settings: Settings, new: RepositoryIn, *, local: bool) -> InspectedSource:
    """Find out what `new` names. `local` is the command line of this machine, which may name more.

    Raises what `sources.git` raises for places that are no repository, or not one to be read from here.
    """
    if new.url is not None:
        remote = await to_thread.run_sync(_checked, settings, new.url, local)
        return InspectedSource(canonical_location(remote), new.name or _last_part(remote.path), local, url=remote.text)
    if new.path is not None:
        git_dir = await to_thread.run_sync(_inspected, settings, new.path, local)
        return InspectedSource(f"file:{_digest(git_dir)}", new.name or _last_part(str(git_dir)), local, path=new.path)
    name = new.name or ""
    return InspectedSource(f"name:{name}", name, local)


def roots_of(settings: Settings, *, trusted: bool) -> list[Path] | None:
    """Say in which folders a clone may lie; `None` is anywhere."""
    return None if trusted else [Path(root) for root in settings.security.repository_roots]


def clone_rules(settings: Settings, remote: RemoteUrl, *, trusted: bool) -> CloneRules:
    listed = (remote.host, remote.port) in listed_places(settings)
    return CloneRules(
        schemes=KNOWN_SCHEMES if trusted else WEB_SCHEMES if listed else HTTPS_ONLY,
        private=trusted or listed,
        max_bytes=settings.insights.clone_limit_mb * MEGABYTE,
        timeout=settings.insights.clone_timeout_minutes * 60.0,
    )


def remote_of(settings: Settings, url: str, *, trusted: bool) -> RemoteUrl:
    """Read an address; a remote caller's must be https, or http on a host and port that an administrator listed."""
    remote = parse_url(url, schemes=KNOWN_SCHEMES if trusted else WEB_SCHEMES)
    if remote.scheme not in clone_rules(settings, remote, trusted=trusted).schemes:
        raise UnsafeUrl
    return remote


def _checked(settings: Settings, url: str, local: bool) -> RemoteUrl:
    remote = remote_of(settings, url, trusted=local)
    pinned_addresses(remote, private=clone_rules(settings, remote, trusted=local).private)
    return remote


def _inspected(settings: Settings, path: str, local: bool) -> Path:
    return inspect(Path(path), roots=roots_of(settings, trusted=local)).git_dir


def _digest(path: Path) -> str:
    """Shorten a path, which may be longer than an index can hold."""
    return hashlib.sha256(os.fsencode(path)).hexdigest()


def canonical_location(remote: RemoteUrl) -> str:
    """Write the address so that `…/a`, `…/a/` and `…/a.git` are one repository."""
    return remote.text.rstrip("/").removesuffix(".git")


def _last_part(path: str) -> str:
    parts = [part for part in PurePosixPath(path).parts if part not in ("/", ".git")]
    return (parts[-1].removesuffix(".git") if parts else "repository")[:200]
