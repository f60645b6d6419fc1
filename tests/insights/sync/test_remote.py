"""A repository at an address: cloned here, fetched again, and gone with its registration."""

from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from quarterdeck.identity.api import make_local_credential
from tests.insights import golden
from tests.insights.decks import Catalog
from tests.insights.gitserver import serving
from tests.shapes import assert_error


@pytest.fixture
def address(own_story: golden.Golden) -> Iterator[str]:
    """The golden repository behind a web server of this machine."""
    with serving(own_story) as remote:
        yield f"http://127.0.0.1:{remote.port}/own.git"


@pytest.fixture
async def operator(catalog: Catalog) -> httpx2.AsyncClient:
    """The command line of this machine, which may name private hosts."""
    await catalog.deck.person("admin", "admin@example.org")
    parts = catalog.deck.parts
    return catalog.deck.client(await make_local_credential(parts.database, parts.settings))


def clones(catalog: Catalog) -> list[Path]:
    return list((catalog.deck.parts.settings.server.data_dir / "clones").glob("*"))


async def test_a_remote_repository_is_cloned_read_and_removed(
    catalog: Catalog, operator: httpx2.AsyncClient, address: str
) -> None:
    body = {"url": address, "organization_id": catalog.organization_id}
    made = await operator.post("/repositories", json=body)
    assert made.status_code == 201, made.text
    await catalog.work()

    page = await catalog.get(f"/repositories/{made.json()['id']}")
    assert (page["sync"]["state"], page["name"]) == ("done", "own")
    assert page["commit_count"] == len(golden.LINES)
    assert [clone.name for clone in clones(catalog)] == [f"{page['id']}.git"]

    await catalog.client.delete(f"/repositories/{page['id']}")
    await catalog.work()
    assert clones(catalog) == []


async def test_a_remote_that_does_not_answer_is_an_error_and_leaves_nothing(
    catalog: Catalog, operator: httpx2.AsyncClient, address: str, own_story: golden.Golden
) -> None:
    made = await operator.post("/repositories", json={"url": address, "organization_id": catalog.organization_id})
    own_story.path.rename(own_story.path.with_name("away"))
    await catalog.work()

    sync = (await catalog.get(f"/repositories/{made.json()['id']}"))["sync"]
    assert (sync["state"], sync["error"]["code"]) == ("failed", "CLONE_FAILED")
    assert clones(catalog) == []


async def test_only_the_operator_names_a_private_host(catalog: Catalog, address: str) -> None:
    refused = await catalog.client.post("/repositories", json={"url": address})

    assert_error(refused, 422, "UNSAFE_URL")  # http, to begin with


async def test_only_the_operator_names_a_path_outside_the_roots(
    catalog: Catalog, operator: httpx2.AsyncClient, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = golden.build(tmp_path_factory.getbasetemp().parent / f"outside-{catalog.organization_id}.git")
    body = {"path": str(outside.path), "organization_id": catalog.organization_id}

    assert_error(await catalog.client.post("/repositories", json=body), 403, "OUTSIDE_ROOTS")
    made = await operator.post("/repositories", json=body)
    await catalog.work()

    assert (await catalog.get(f"/repositories/{made.json()['id']}"))["sync"]["state"] == "done"
