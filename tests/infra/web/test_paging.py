"""The three ways to page, and no two of them at once."""

from typing import Any

import httpx2
import pytest

from quarterdeck.kit.pages import encode_cursor
from tests.shapes import assert_error

CURSOR = encode_cursor(("2026", "id"))


@pytest.mark.parametrize(
    ("query", "style", "offset", "limit"),
    [
        ("", "page", 0, 20),
        ("page=3", "page", 40, 20),
        ("page=2&page_size=100", "page", 100, 100),
        ("skip=7", "skip", 7, 100),
        ("limit=1000", "skip", 0, 1000),
        ("cursor=", "cursor", 0, 20),
        ("cursor=&limit=5", "cursor", 0, 5),
        (f"cursor={CURSOR}&page_size=50", "cursor", 0, 50),
    ],
)
async def test_each_way_selects_its_rows(
    client: httpx2.AsyncClient, query: str, style: str, offset: int, limit: int
) -> None:
    chosen: dict[str, Any] = (await client.get(f"/pages?{query}")).json()

    assert (chosen["style"], chosen["offset"], chosen["limit"]) == (style, offset, limit)
    assert chosen["after"] == (["2026", "id"] if CURSOR in query else None)


@pytest.mark.parametrize(
    "query",
    [
        "page=1&skip=0",
        "page_size=5&limit=5",
        "page=1&cursor=",
        "skip=1&cursor=",
        "cursor=&limit=5&page_size=5",
        "page=0",
        "page=1000001",
        "page=1e3",
        f"page={10**20}",
        "page_size=0",
        "page_size=101",
        "limit=0",
        "limit=1001",
        "skip=-1",
        f"skip={2**63}",
        "cursor=made-up",
        "cursor=%C3%BC",
        f"cursor={CURSOR}x",
        f"cursor={'A' * 1001}",
    ],
)
async def test_two_ways_at_once_bounds_and_tampering_are_refused(client: httpx2.AsyncClient, query: str) -> None:
    assert_error(await client.get(f"/pages?{query}"), 422, "VALIDATION_ERROR")
