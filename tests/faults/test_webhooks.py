"""kill -9 at random instants: every acknowledged change is told to the webhook, as one delivery."""

import asyncio
import random
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx2
from standardwebhooks import Webhook

from tests.servers.deck import EMAIL, PASSWORD, DeckProcess
from tests.servers.trap import Trap, trap_server
from tests.waiting import eventually

ROUNDS = 8
QUICK = {"JOB_LEASE_SECONDS": "1", "JOB_POLL_SECONDS": "0.05"}


@asynccontextmanager
async def signed_in(deck: DeckProcess) -> AsyncIterator[httpx2.AsyncClient]:
    async with httpx2.AsyncClient(base_url=f"{deck.url}/api/v1", timeout=30) as client:
        answer = await client.post("/auth/login", json={"username": EMAIL, "password": PASSWORD})
        client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        yield client


async def write_until_killed(client: httpx2.AsyncClient, organization_id: str, name: str, made: list[str]) -> None:
    """Make teams, and note each that was acknowledged."""
    for number in range(10_000):
        body = {"name": f"{name}-{number}", "organization_id": organization_id}
        try:
            answer = await client.post("/teams", json=body)
        except httpx2.HTTPError:
            return
        assert answer.status_code == 201, answer.text
        made.append(answer.json()["id"])


def messages_by_team(trap: Trap, secret: str) -> dict[str, Counter[str]]:
    """How often each message came, under the team that it tells of; the public library checks every one."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for asked in trap.asked:
        event = Webhook(secret).verify(asked.body, asked.headers)["data"]
        if event["type"] == "team.created":
            found[event["subject"]["id"]][asked.headers["webhook-id"]] += 1
    return found


async def every_delivery(client: httpx2.AsyncClient, address: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    cursor: str | None = ""
    while cursor is not None:
        page = (await client.get(address, params={"cursor": cursor, "page_size": 100})).json()
        found += page["items"]
        cursor = page["next_cursor"]
    return found


async def test_no_acknowledged_change_goes_untold_however_often_the_server_is_killed(deck: DeckProcess) -> None:
    chance = random.Random(20_261_122)  # noqa: S311 - the same instants each time, as far as the machine allows
    acknowledged: list[str] = []
    async with trap_server() as trap:
        deck.settings |= QUICK | {"WEBHOOK_PRIVATE_HOSTS": f"127.0.0.1:{trap.port}"}
        await asyncio.to_thread(deck.start)
        async with signed_in(deck) as client:
            organization_id = (await client.post("/organizations", json={"name": "Acme"})).json()["id"]
            body = {"url": f"http://127.0.0.1:{trap.port}/in", "event_types": ["*"], "organization_id": organization_id}
            webhook = (await client.post("/webhooks", json=body)).json()
        for number in range(ROUNDS):
            async with signed_in(deck) as client:
                writers = asyncio.gather(
                    *(write_until_killed(client, organization_id, f"r{number}-w{each}", acknowledged) for each in "ab")
                )
                enough = len(acknowledged) + chance.randrange(1, 40)
                await eventually(lambda: len(acknowledged) >= enough, pause=0.001)  # noqa: B023 - waited for at once
                deck.kill()
                await writers
            await asyncio.to_thread(deck.start)

        async with signed_in(deck) as client:
            address = f"/webhooks/{webhook['id']}/deliveries"

            async def nothing_waits() -> bool:
                return not (await client.get(address, params={"state": "pending"})).json()["total"]

            await eventually(
                lambda: not set(acknowledged) - messages_by_team(trap, webhook["secret"]).keys(), pause=0.2
            )
            await eventually(nothing_waits, pause=0.2)
            deliveries = await every_delivery(client, address)

    assert len(acknowledged) > ROUNDS
    heard = messages_by_team(trap, webhook["secret"])
    assert all(len(messages) == 1 for messages in heard.values()), "one change, two messages"
    assert len({each["event_id"] for each in deliveries}) == len(deliveries), "one event, two deliveries"
    assert {each["state"] for each in deliveries} == {"succeeded"}
    told = {each["event_id"] for each in deliveries if each["event_type"] == "team.created"}
    assert told == {message for messages in heard.values() for message in messages}
