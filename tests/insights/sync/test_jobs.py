"""The job behind a reading: its progress, stopping it, and letting another pass."""

import pytest

from quarterdeck.infra.jobs import JobContext, enqueue
from quarterdeck.infra.jobs.context import JobStopped
from quarterdeck.insights.job_kinds import SYNC
from quarterdeck.insights.repositories.service import concurrency_key
from quarterdeck.insights.sync import counting
from quarterdeck.insights.sync.counting import Counting
from quarterdeck.insights.sync.handler import sync_repository
from quarterdeck.insights.sync.stores import Stores
from tests.insights import golden
from tests.insights.decks import Catalog


class Watched(JobContext):
    """A context that remembers every phase; `stop_at` names the one in which somebody asks to stop."""

    phases: list[str]
    stop_at: str | None = None

    def progress(self, phase: str, done: float, total: float | None, message: str | None = None) -> None:
        super().progress(phase, done, total, message)
        self.phases.append(phase)
        if phase == self.stop_at:
            self.stop()


def watched(repository_id: str, stop_at: str | None = None) -> Watched:
    context = Watched("job", {"repository_id": repository_id}, 1, None)
    context.phases, context.stop_at = [], stop_at
    return context


def stores_of(catalog: Catalog) -> Stores:
    return Stores(catalog.deck.parts.settings, catalog.deck.database, catalog.facts)


async def test_the_phases_come_in_their_order(catalog: Catalog, story: golden.Golden) -> None:
    made = await catalog.register(path=str(story.path))
    context = watched(made["id"])

    told = await sync_repository(stores_of(catalog), context)

    assert list(dict.fromkeys(context.phases)) == ["commits", "paths", "lines"]
    assert told == {"commits": golden.COMMITS, "counted": True}


@pytest.mark.parametrize(("phase", "known"), [("commits", 0), ("paths", golden.COMMITS), ("lines", golden.COMMITS)])
async def test_a_reading_that_is_stopped_leaves_whole_facts_and_the_next_goes_on(
    catalog: Catalog, story: golden.Golden, phase: str, known: int
) -> None:
    made = await catalog.register(path=str(story.path))

    with pytest.raises(JobStopped):
        await sync_repository(stores_of(catalog), watched(made["id"], stop_at=phase))
    assert len(await catalog.rows("sha", "commits", made["id"])) == known

    await sync_repository(stores_of(catalog), watched(made["id"]))
    page = await catalog.get(f"/repositories/{made['id']}")
    assert page["statistics"]["commits_with_lines"] == len(golden.LINES) - 1


async def test_counting_lets_a_waiting_job_pass(
    catalog: Catalog, story: golden.Golden, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = await catalog.read(story.path)
    monkeypatch.setattr(counting, "TOGETHER", 1)
    shas = [story.shas[name] for name in ("c14", "c13")]
    context = JobContext("own", {}, 1, None)
    run = Counting(stores_of(catalog), context, found["id"], story.path)
    assert await run.lines(shas)

    async with catalog.deck.database.writing() as session:
        await enqueue(session, SYNC, {"repository_id": found["id"]}, concurrency_key=concurrency_key(found["id"]))

    assert not await run.lines(shas)


async def test_a_job_for_a_repository_that_is_gone_does_nothing(catalog: Catalog) -> None:
    told = await sync_repository(stores_of(catalog), watched("01900000-0000-7000-8000-000000000000"))

    assert told == {"skipped": "The repository was removed"}
