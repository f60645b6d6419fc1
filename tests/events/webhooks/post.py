"""What tests of webhooks hold in their hands."""

from dataclasses import dataclass
from typing import Any

import httpx2
from sqlalchemy import select

from quarterdeck.events.webhooks.dispatch import dispatch
from quarterdeck.events.webhooks.models import webhook_deliveries
from quarterdeck.infra.database import Database
from quarterdeck.infra.event_log import EventType, publish
from quarterdeck.infra.jobs import Worker
from tests.identity.decks import Deck, Person
from tests.servers.trap import Asked, Trap


def status(code: int, *headers: str, body: str = "") -> bytes:
    """Compose an answer of the receiver."""
    return "\r\n".join([f"HTTP/1.1 {code} So", f"Content-Length: {len(body)}", *headers, "", body]).encode()


@dataclass
class Post:
    """`owner` and `stranger` hold keys of all their scopes, which outlive the days that a test lets pass."""

    deck: Deck
    worker: Worker
    receiver: Trap
    owner: Person
    organization_id: str
    stranger: Person
    foreign_id: str

    @property
    def database(self) -> Database:
        return self.deck.database

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.receiver.port}/in"

    async def webhook(self, *event_types: str, client: httpx2.AsyncClient | None = None, **body: Any) -> dict[str, Any]:
        """Make a webhook as the owner, at the receiver, of every type unless some are named."""
        wanted = {"url": self.url, "event_types": list(event_types or ("thing.*",))} | body
        made = await (client or self.owner.client).post("/webhooks", json=wanted)
        assert made.status_code == 201, made.text
        found: dict[str, Any] = made.json()
        return found

    async def joined(self, role: str = "member") -> Person:
        """Return somebody new who belongs to the organization as `role`."""
        person, admin = await self.deck.person(), await self.deck.person("admin")
        body = {"user_id": person.id, "role": role}
        added = await admin.client.post(f"/organizations/{self.organization_id}/members", json=body)
        assert added.status_code == 201, added.text
        return person

    async def tell(self, event_type: str = "thing.made", **given: Any) -> None:
        """Have something happen in the organization."""
        subject_type, subject_id = given.pop("subject", ("thing", "1"))
        told = EventType(event_type, audience="job", scope=given.pop("scope", None), subject=subject_type)
        async with self.database.writing() as session:
            publish(session, told, subject_id, **{"organization_id": self.organization_id} | given)

    async def dispatch(self) -> None:
        while await dispatch(self.database, self.worker.wake):
            pass

    async def work(self) -> None:
        """Make deliveries of what happened, and attempt all that are due."""
        await self.dispatch()
        await self.worker.run_until_idle()

    async def get(self, address: str, **params: Any) -> dict[str, Any]:
        answer = await self.owner.client.get(address, params=params)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def deliveries(self, webhook: dict[str, Any], **params: Any) -> list[dict[str, Any]]:
        """The webhook's deliveries, oldest first."""
        items: list[dict[str, Any]] = (await self.get(f"/webhooks/{webhook['id']}/deliveries", **params))["items"]
        return items[::-1]

    async def rows(self) -> list[Any]:
        async with self.database.reading() as session:
            return list(await session.rows(select(webhook_deliveries).order_by(webhook_deliveries.c.id)))

    @property
    def heard(self) -> list[Asked]:
        return self.receiver.asked
