"""Writes that may wait a moment."""

from quarterdeck.infra.database import Database, Session
from quarterdeck.infra.database.deferred import DeferredWrites
from quarterdeck.infra.database.locks import AUDIT_CHAIN, one_at_a_time
from quarterdeck.kit.errors import StorageFull


async def test_writes_are_made_in_order_once_somebody_waits_for_them(database: Database) -> None:
    later, made = DeferredWrites(database), []

    def write(number: int) -> None:
        async def note(session: Session) -> None:
            await one_at_a_time(session, AUDIT_CHAIN)
            made.append(number)

        later.add(note)

    for number in range(250):
        write(number)
    assert made == []
    await later.drain()

    assert made == list(range(250))


async def test_a_write_may_be_added_while_the_only_writer_is_taken(database: Database) -> None:
    later, made = DeferredWrites(database), []

    async def note(_session: Session) -> None:
        made.append(1)

    async with database.writing():
        later.add(note)
    await later.drain()

    assert made == [1]


async def test_a_failure_loses_its_batch_and_not_the_queue(database: Database) -> None:
    later, made = DeferredWrites(database), []

    async def fail(_session: Session) -> None:
        raise StorageFull

    async def note(_session: Session) -> None:
        made.append(1)

    later.add(fail)
    await later.drain()
    later.add(note)
    await later.drain()

    assert made == [1]
