"""The DORA reply beside its own SQL straight in DuckDB, on generated deployments.

    python -m bench dora_query [--quick]

Rows lie as ingest writes them: repository by repository, in the order of time.

One million deployments in all, then ten (quick: 0.2 million). Both run in turn on the same file, uncached.
"Straight" sends the reply's own statements, captured once, through a bare DuckDB cursor and fetches their rows.
"""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb

from bench.report import Line, ratio_of_medians
from quarterdeck.insights.analytics.dora import DoraQuestion, dora_metrics
from quarterdeck.insights.facts.duck import DuckEngine
from quarterdeck.insights.facts.store import FactStore
from quarterdeck.insights.metrics.scope import Scope
from quarterdeck.insights.metrics.window import TimeWindow

REPOSITORIES = [f"00000000-0000-7000-8000-{number:012d}" for number in range(100)]
START, END = datetime(2020, 1, 6, tzinfo=UTC), datetime(2024, 12, 30, tzinfo=UTC)
GOAL, MOST_MILLISECONDS = 1.5, 150.0
Statement = tuple[str, Sequence[Any]]

DEPLOYMENTS = """
insert into deployments
select repository_id, id, 'app', 'production', md5(id), 'v' || number, finished, 'success',
    case when number % 20 = 0 then 'hotfix' else 'planned' end, number % 13 = 0, null, 'derived', 'tags'
from (
    select number, '00000000-0000-7000-8000-' || lpad((number % 100)::text, 12, '0') as repository_id,
        '00000000-0000-7000-9000-' || lpad(number::text, 12, '0') as id,
        timestamp '2020-01-06' + (hash(number) % 157161600)::integer * interval '1 second' as finished
    from range($1::bigint) numbers(number)
)
order by repository_id, finished
"""
LEAD_TIMES = """
insert into deployment_changes
select repository_id, deployment_id, deployment_id, finished_time, finished_time - seconds * interval '1 second',
    finished_time - seconds / 2 * interval '1 second', seconds, null,
    case when hash(sha) % 10 = 0 then 'bot' when hash(sha) % 10 = 1 then 'agent' else 'human' end
from (
    select *, floor(3600 * exp(2.5 + sqrt(-2 * ln((hash(deployment_id) % 999983 + 1) / 1000000.0))
        * cos(6.2831853 * (hash(sha) % 999983) / 1000000.0))) as seconds
    from deployments
)
order by repository_id, finished_time
"""
INCIDENTS = """
insert into incidents
select repository_id, deployment_id, service, finished_time,
    finished_time + (hash(sha) % 86400)::integer * interval '1 second', 'high', 'Failed', deployment_id, finished_time,
    'derived'
from deployments where failed
order by repository_id, finished_time
"""


class Listening(FactStore):
    """Remembers what was asked."""

    def __init__(self, engine: DuckEngine) -> None:
        super().__init__(engine)
        self.asked: list[Statement] = []

    async def query(self, sql: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        self.asked.append((sql, params))
        return await super().query(sql, params)


def run(*, quick: bool) -> list[Line]:
    sizes = (0.2,) if quick else (1.0, 10.0)
    return [line for millions in sizes for line in asyncio.run(measure(millions, 3 if quick else 7))]


async def measure(millions: float, rounds: int) -> list[Line]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "facts.duckdb"
        await generate(path, int(millions * 1_000_000))
        engine = await DuckEngine.open(path, "4GB")
        facts = Listening(engine)
        spans = (("all of 5 years", START), ("the last 90 days", END - timedelta(days=90)))
        lines = [
            await compare(f"DORA reply, {millions:g} M deployments, {name}", facts, engine, question(start), rounds)
            for name, start in spans
        ]
        await facts.close()
    return lines


async def compare(what: str, facts: Listening, engine: DuckEngine, asked: DoraQuestion, rounds: int) -> Line:
    facts.asked.clear()
    reply = await dora_metrics(facts, asked)
    statements = list(facts.asked)
    assert reply.deployment_frequency.n > 0
    cursor = engine._connection.cursor()  # noqa: SLF001 - the bare way is the point here
    ours, straight = [], []
    for _ in range(rounds):
        ours.append(await timed(lambda: dora_metrics(facts, asked)))
        straight.append(await timed(lambda: run_straight(cursor, statements)))
    milliseconds, ratio = statistics.median(ours) * 1000, ratio_of_medians(ours, straight)
    bounded = "1 M" not in what
    return Line(
        what,
        f"{milliseconds:.0f} ms",
        f"{statistics.median(straight) * 1000:.0f} ms straight in DuckDB",
        f"{ratio:.2f}",
        "≤ 1.5" if bounded else "≤ 1.5, ≤ 150 ms",
        ratio <= GOAL and (bounded or milliseconds <= MOST_MILLISECONDS),
    )


async def generate(path: Path, count: int) -> None:
    store = FactStore(await DuckEngine.open(path))
    await store.close()
    with duckdb.connect(path) as connection:
        connection.execute(DEPLOYMENTS, [count])
        connection.execute(LEAD_TIMES)
        connection.execute(INCIDENTS)


def question(start: datetime) -> DoraQuestion:
    window = TimeWindow.between(start, END, ZoneInfo("UTC"), "weekly")
    return DoraQuestion(Scope(REPOSITORIES, window))


async def run_straight(cursor: duckdb.DuckDBPyConnection, statements: Sequence[Statement]) -> None:
    for sql, params in statements:
        cursor.execute(sql, params).fetchall()


async def timed(work: Callable[[], Awaitable[object]]) -> float:
    began = time.perf_counter()
    await work()
    return time.perf_counter() - began
