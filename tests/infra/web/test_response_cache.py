"""Ready answers are kept while nobody writes, and never a moment longer."""

from sqlalchemy import Column, Integer, MetaData, Table, insert

from quarterdeck.infra.database import Database, open_database
from quarterdeck.infra.settings import Settings
from quarterdeck.infra.web.response_cache import ResponseCache

notes = Table("notes", MetaData(), Column("id", Integer, primary_key=True))


class Counting:
    """Makes an answer and counts how often it had to."""

    def __init__(self) -> None:
        self.made = 0

    async def __call__(self) -> bytes:
        self.made += 1
        return str(self.made).encode()


async def write(database: Database, number: int) -> None:
    async with database.writing() as session:
        await session.run(insert(notes), {"id": number})


async def test_an_answer_is_made_once_while_nobody_writes(database: Database) -> None:
    cache, make = ResponseCache(database), Counting()

    answers = [(await cache.answer("list", make)).body for _ in range(3)]

    assert answers == [b"1", b"1", b"1"]


async def test_another_question_gets_its_own_answer(database: Database) -> None:
    cache, make = ResponseCache(database), Counting()

    await cache.answer(("list", "mine"), make)

    assert (await cache.answer(("list", "yours"), make)).body == b"2"


async def test_a_write_of_this_process_is_seen_at_once(database: Database) -> None:
    await database.run_sync(notes.create)
    cache, make = ResponseCache(database), Counting()
    await cache.answer("list", make)

    await write(database, 1)

    assert (await cache.answer("list", make)).body == b"2"


async def test_a_write_of_another_process_is_seen_at_once(database: Database, settings: Settings) -> None:
    await database.run_sync(notes.create)
    cache, make = ResponseCache(database), Counting()
    await cache.answer("list", make)
    other = open_database(settings)

    await write(other, 1)
    await other.close()

    assert (await cache.answer("list", make)).body == b"2"


async def test_what_was_read_while_another_wrote_is_not_kept(database: Database) -> None:
    await database.run_sync(notes.create)
    cache, make = ResponseCache(database), Counting()

    async def overtaken() -> bytes:
        await write(database, 1)
        return b"old"

    await cache.answer("list", overtaken)

    assert (await cache.answer("list", make)).body == b"1"
