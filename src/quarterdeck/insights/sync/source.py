"""From a registered repository to a git directory that can be read now."""

from pathlib import Path

from anyio import to_thread

from quarterdeck.infra.jobs import JobContext
from quarterdeck.insights.repositories.location import clone_rules, remote_of, roots_of
from quarterdeck.insights.repositories.types import Reading
from quarterdeck.insights.sources.git.clone import mirror
from quarterdeck.insights.sources.git.inspect import RepositoryState, inspect
from quarterdeck.insights.sync.stores import Stores

MEGABYTE = 1 << 20


async def open_source(stores: Stores, reading: Reading, context: JobContext) -> RepositoryState | None:
    """Bring the clone up to date when it is ours, and look at it; `None` for one that has no git at all.

    Everything is checked again that was checked at registration: a link or a name may point elsewhere by now.
    """
    if reading.url is not None:
        clone = await to_thread.run_sync(_fetch, stores, reading, reading.url, context)
        return await to_thread.run_sync(inspect, clone)
    if reading.path is not None:
        return await to_thread.run_sync(_inspect, stores, reading, reading.path)
    return None


def _fetch(stores: Stores, reading: Reading, url: str, context: JobContext) -> Path:
    def progress(done: int, _total: int | None) -> None:
        context.progress("fetch", done, None, f"Fetching, {done // MEGABYTE} MB so far")

    progress(0, None)
    remote = remote_of(stores.settings, url, trusted=reading.trusted)
    rules = clone_rules(stores.settings, remote, trusted=reading.trusted)
    target = stores.clone_of(reading.id)
    return mirror(url, target, rules=rules, progress=progress, should_stop=context.should_stop)


def _inspect(stores: Stores, reading: Reading, path: str) -> RepositoryState:
    return inspect(Path(path), roots=roots_of(stores.settings, trusted=reading.trusted))
