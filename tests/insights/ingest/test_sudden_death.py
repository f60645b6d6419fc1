"""kill -9 at any instant: no acknowledged row is lost, and none is there twice."""

import random
import subprocess
import sys
from itertools import islice
from pathlib import Path

import pytest

from quarterdeck.identity.organizations.repository import add_organization
from quarterdeck.infra.jobs.models import jobs
from quarterdeck.insights.api import queue_catch_up
from quarterdeck.insights.repositories.schemas import RepositoryIn
from quarterdeck.insights.repositories.service import register
from quarterdeck.insights.repositories.types import InspectedSource
from tests.insights.ingest import handing_in
from tests.insights.ingest.handing_in import OPERATOR, ROWS, TOOK, Stores, opened

pytestmark = pytest.mark.outside

DEATHS = 4


async def test_no_acknowledged_row_is_lost_and_none_doubled(tmp_path: Path) -> None:
    async with opened(tmp_path) as stores:
        repository_id = await registered(stores)
    acknowledged: list[int] = []

    for death in range(DEATHS):
        acknowledged += until_killed(tmp_path, repository_id, 1 + death * 100_000)

    async with opened(tmp_path) as stores:
        await caught_up(stores)
        sql = "select number from changes where repository_id = $1 order by number"
        numbers = [row[0] for row in await stores.facts.query(sql, [repository_id])]
    expected = {number for first in acknowledged for number in range(first, first + ROWS)}
    assert acknowledged
    assert len(numbers) == len(set(numbers))
    assert expected <= set(numbers)
    # At most the batch in flight at each death may have been stored without being acknowledged, and then whole.
    unasked = set(numbers) - expected
    assert len(unasked) % ROWS == 0
    assert len(unasked) <= DEATHS * ROWS


async def registered(stores: Stores) -> str:
    async with stores.database.writing() as session:
        organization = await add_organization(session, "Acme", "", {})
        new = RepositoryIn(name="fed", organization_id=organization.id)
        return (await register(session, OPERATOR, new, InspectedSource("name:fed", "fed", trusted=True))).id


def until_killed(folder: Path, repository_id: str, first: int) -> list[int]:
    """Let the program hand in, and kill it after a random number of acknowledgements."""
    words = [sys.executable, handing_in.__file__, str(folder), repository_id, str(first)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=environment()) as program:
        assert program.stdout is not None
        some = random.randrange(1, 30)  # noqa: S311 - a death is not a secret
        said = list(islice((line for line in program.stdout if line.startswith(TOOK)), some))
        program.kill()
        said += program.stdout.readlines()
    return [int(line.removeprefix(TOOK)) for line in said if line.startswith(TOOK) and line.endswith("\n")]


def environment() -> dict[str, str]:
    return {"PYTHONPATH": ":".join(sys.path)}


async def caught_up(stores: Stores) -> None:
    """Start again as the server does; a job whose worker died is taken over when its lease has run out."""
    async with stores.database.writing() as session:
        await session.run(jobs.update().where(jobs.c.state == "running").values(lease_until=jobs.c.created_at))
        await queue_catch_up(session)
    await stores.worker.run_until_idle()
