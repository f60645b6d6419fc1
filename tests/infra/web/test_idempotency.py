"""The same POST sent twice acts once and answers the same."""

import asyncio
from datetime import timedelta

import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy import select, update

from quarterdeck.infra.database import Database
from quarterdeck.infra.web import idempotency
from quarterdeck.infra.web.idempotency import KEPT, idempotency_keys
from quarterdeck.kit import clock
from tests.shapes import assert_error, fields


async def post(
    client: httpx2.AsyncClient, body: str = "hello", key: str | None = "key-1", caller: str = "ada"
) -> httpx2.Response:
    headers = {"X-Caller": caller} | ({"Idempotency-Key": key} if key is not None else {})
    return await client.post("/letters", json={"body": body}, headers=headers)


async def count(client: httpx2.AsyncClient) -> int:
    return int((await client.get("/letters")).json())


async def test_the_second_time_the_first_answer_comes_again(client: httpx2.AsyncClient) -> None:
    first, second = await post(client), await post(client)

    assert await count(client) == 1
    assert (second.status_code, second.content) == (201, first.content)
    assert second.headers["location"] == first.headers["location"] == "/letters/1"
    assert second.headers["content-type"] == first.headers["content-type"]
    assert "idempotency-replayed" not in first.headers
    assert second.headers["idempotency-replayed"] == "true"


async def test_without_a_key_each_request_acts(client: httpx2.AsyncClient) -> None:
    for _ in range(2):
        await post(client, key=None)

    assert await count(client) == 2


async def test_a_key_used_for_another_body_or_address_is_refused(client: httpx2.AsyncClient) -> None:
    await post(client, "hello")

    assert_error(await post(client, "goodbye"), 409, "IDEMPOTENCY_KEY_REUSED")
    elsewhere = await client.post("/letters?x=1", json={"body": "hello"}, headers={"Idempotency-Key": "key-1"})
    assert_error(elsewhere, 409, "IDEMPOTENCY_KEY_REUSED")
    assert await count(client) == 1


async def test_while_the_first_still_runs_the_second_is_told_to_wait(app: FastAPI, client: httpx2.AsyncClient) -> None:
    first = asyncio.create_task(post(client, "held"))
    await app.state.held.wait()

    second = await post(client, "held")
    app.state.let_go.set()

    assert_error(second, 409, "REQUEST_IN_PROGRESS")
    assert int(second.headers["retry-after"]) >= 1
    assert (await first).status_code == 201
    assert (await post(client, "held")).content == (await first).content
    assert await count(client) == 1


async def test_two_processes_that_run_it_at_once_act_once(
    client: httpx2.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    class ForgetfulSet(set[tuple[str, str]]):
        def add(self, _claim: tuple[str, str]) -> None:
            """Another process knows nothing of ours."""

    monkeypatch.setattr(idempotency, "_running", ForgetfulSet())

    ends = await asyncio.gather(*(post(client, "slow") for _ in range(3)))

    assert sorted(end.status_code for end in ends) == [201, 409, 409]
    assert await count(client) == 1
    assert (await post(client, "slow")).status_code == 201


async def test_keys_of_two_callers_have_nothing_to_do_with_each_other(client: httpx2.AsyncClient) -> None:
    await post(client, "hello", caller="ada")
    other = await post(client, "something else", caller="grace")

    assert other.status_code == 201
    assert await count(client) == 2


async def test_where_headers_are_impossible_the_key_travels_in_the_body(client: httpx2.AsyncClient) -> None:
    body = {"body": "hello", "idempotency_key": "key-1"}
    first, second = await client.post("/letters", json=body), await client.post("/letters", json=body)

    assert first.status_code == 201
    assert second.content == first.content
    assert await count(client) == 1


async def test_a_refusal_is_not_remembered(client: httpx2.AsyncClient) -> None:
    assert_error(await post(client, "refused"), 409, "CONFLICT")
    assert_error(await client.post("/letters", json={}, headers={"Idempotency-Key": "key-1"}), 422, "VALIDATION_ERROR")

    assert (await post(client, "hello")).status_code == 201


@pytest.mark.parametrize("key", ["", "x" * 129, "with space", "ünïcode"])
async def test_a_key_has_a_form(client: httpx2.AsyncClient, key: str) -> None:
    response = await client.post("/letters", json={"body": "hello"}, headers=[(b"idempotency-key", key.encode())])

    assert fields(assert_error(response, 422, "VALIDATION_ERROR")) == ["idempotency_key"]


async def test_a_secret_shown_once_is_sealed_where_it_is_kept(client: httpx2.AsyncClient, app: FastAPI) -> None:
    answer = await post(client)
    database: Database = app.state.parts.database

    async with database.reading() as session:
        row = await session.row(select(idempotency_keys))

    assert "qd-only-once" in answer.text
    assert row is not None
    assert b"only-once" not in row.sealed_body
    assert "key-1" not in (row.key_hash, row.principal)


async def test_an_answer_moved_to_another_callers_key_does_not_open(client: httpx2.AsyncClient, app: FastAPI) -> None:
    await post(client, caller="ada")
    async with app.state.parts.database.writing() as session:
        await session.run(update(idempotency_keys).values(principal="mallory"))

    assert_error(await post(client, caller="mallory"), 409, "IDEMPOTENCY_KEY_REUSED")


async def test_keys_are_forgotten_after_a_day(client: httpx2.AsyncClient, app: FastAPI) -> None:
    await post(client)

    async with app.state.parts.database.writing() as session:
        assert await idempotency.purge(session) == 0
        with clock.frozen(clock.now() + KEPT + timedelta(seconds=1)):
            assert await idempotency.purge(session) == 1
    await post(client)
    assert await count(client) == 2
