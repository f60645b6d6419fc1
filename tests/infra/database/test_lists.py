"""Paged lists and whose rows they hold, on SQLite and on PostgreSQL."""

from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest
from sqlalchemy import Column, Integer, MetaData, String, Table, bindparam, insert, select

from quarterdeck.infra.database import Database, open_database
from quarterdeck.infra.database.lists import Listing, columns_of
from quarterdeck.infra.database.tenancy import Tenants, TenantSelect, narrowed
from quarterdeck.infra.settings import Settings
from quarterdeck.kit.errors import Invalid
from quarterdeck.kit.pages import Page, PageRequest, decode_cursor

tables = MetaData()
boats = Table(
    "boats",
    tables,
    Column("id", String(10), primary_key=True),
    Column("owner", String(10), nullable=False),
    Column("color", String(10), nullable=False),
    Column("length", Integer, nullable=False),
)
ROWS = [
    {"id": "a", "owner": "north", "color": "red", "length": 5},
    {"id": "b", "owner": "north", "color": "blue", "length": 6},
    {"id": "c", "owner": "south", "color": "red", "length": 7},
    {"id": "d", "owner": "west", "color": "red", "length": 8},
]
COLUMNS = columns_of(boats, "id", "color")
FILTERS = {"color": boats.c.color == bindparam("color"), "least": boats.c.length >= bindparam("least")}
ALL = Listing(COLUMNS, boats, boats.c.id, filters=FILTERS)
NEWEST = Listing(COLUMNS, boats, boats.c.id, descending=True)
OWNED = Listing(COLUMNS, boats, boats.c.id, tenant=boats.c.owner, filters=FILTERS)


@pytest.fixture
async def deck(stored_in: Settings) -> AsyncIterator[Database]:
    opened = open_database(stored_in)
    await opened.run_sync(tables.create_all)
    async with opened.writing() as session:
        await session.run(insert(boats), ROWS)
    yield opened
    await opened.close()


async def page(
    deck: Database, listing: Listing, request: PageRequest | None = None, wanted: Mapping[str, Any] | None = None
) -> Page[str]:
    async with deck.reading() as session:
        return await listing.page(session, request or PageRequest(), lambda row: str(row.id), wanted)


async def owned(deck: Database, tenants: Tenants, wanted: Mapping[str, Any] | None = None) -> Page[str]:
    async with deck.reading() as session:
        return await OWNED.page_within(session, PageRequest(), tenants, lambda row: str(row.id), wanted)


async def test_a_page_holds_its_part_and_the_total_of_all(deck: Database) -> None:
    found = await page(deck, ALL, PageRequest(offset=1, limit=2))

    assert (found.items, found.total) == (["b", "c"], 4)


async def test_a_page_beyond_the_end_still_knows_the_total(deck: Database) -> None:
    found = await page(deck, ALL, PageRequest(offset=10, limit=2))

    assert (found.items, found.total) == ([], 4)


async def test_the_newest_come_first_where_a_list_is_read_backwards(deck: Database) -> None:
    first = await page(deck, NEWEST, PageRequest("cursor", limit=3))
    assert first.next_cursor is not None
    rest = await page(deck, NEWEST, PageRequest("cursor", limit=3, after=decode_cursor(first.next_cursor)))

    assert (first.items, rest.items) == (["d", "c", "b"], ["a"])


async def test_only_filters_that_were_given_filter(deck: Database) -> None:
    assert (await page(deck, ALL, wanted={"color": "red", "least": None})).items == ["a", "c", "d"]
    assert (await page(deck, ALL, wanted={"color": None, "least": 6})).items == ["b", "c", "d"]
    both = await page(deck, ALL, wanted={"color": "red", "least": 6})
    assert (both.items, both.total) == (["c", "d"], 2)


async def test_a_cursor_of_another_list_is_refused(deck: Database) -> None:
    with pytest.raises(Invalid):
        await page(deck, ALL, PageRequest("cursor", after=(7,)))


@pytest.mark.parametrize(
    ("tenants", "seen"),
    [
        (None, ["a", "b", "c", "d"]),
        (frozenset({"north"}), ["a", "b"]),
        (frozenset({"north", "west"}), ["a", "b", "d"]),
        (frozenset(), []),
    ],
)
async def test_a_list_holds_the_rows_of_organizations_in_reach(
    deck: Database, tenants: Tenants, seen: list[str]
) -> None:
    found = await owned(deck, tenants)

    assert (found.items, found.total) == (seen, len(seen))


async def test_filters_narrow_what_is_in_reach(deck: Database) -> None:
    assert (await owned(deck, frozenset({"north"}), {"color": "red"})).items == ["a"]


async def test_a_list_of_organizations_is_not_read_without_saying_whose(deck: Database) -> None:
    with pytest.raises(TypeError):
        await page(deck, OWNED)


async def test_one_row_is_found_only_within_reach(deck: Database) -> None:
    one = TenantSelect(select(*COLUMNS).where(boats.c.id == bindparam("wanted")), boats.c.owner)

    async with deck.reading() as session:
        found = [
            await one.row(session, tenants, {"wanted": "a"}) is not None
            for tenants in (None, frozenset({"north"}), frozenset({"north", "west"}), frozenset({"west"}), frozenset())
        ]

    assert found == [True, True, True, False, False]


def test_asking_for_one_organization_never_widens_the_reach() -> None:
    assert narrowed(None, "north") == frozenset({"north"})
    assert narrowed(frozenset({"north", "west"}), "north") == frozenset({"north"})
    assert narrowed(frozenset({"west"}), "north") == frozenset()
    assert narrowed(frozenset({"west"}), None) == frozenset({"west"})
