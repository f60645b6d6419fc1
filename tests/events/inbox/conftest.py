"""A whole server whose jobs run when a test says so, with an organization that has sources."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx2
import pytest
from pydantic import SecretStr

from quarterdeck.infra.event_log import Event, read_after
from quarterdeck.infra.settings import Settings
from quarterdeck.server.application import create_app
from tests.conftest import running
from tests.events.inbox.senders import Sent
from tests.identity.decks import Deck, Person

Made = dict[str, Any]
GITHUB_SECRET = "built in for github"


@dataclass
class Inbox:
    """`owner` owns the organization `organization_id`."""

    deck: Deck
    owner: Person
    organization_id: str
    door: httpx2.AsyncClient

    async def joined(self, role: str) -> Person:
        """Return somebody new who belongs to the organization as `role`."""
        person = await self.deck.person(email=f"{role}@example.org")
        body = {"user_id": person.id, "role": role}
        added = await self.owner.client.post(f"/organizations/{self.organization_id}/members", json=body)
        assert added.status_code == 201, added.text
        return person

    async def source(self, kind: str, **body: Any) -> Made:
        wanted = {"name": kind, "kind": kind, "organization_id": self.organization_id, **body}
        made = await self.owner.client.post("/inbox/sources", json=wanted)
        assert made.status_code == 201, made.text
        found: Made = made.json()
        return found

    async def deliver(self, source: Made, sent: Sent) -> httpx2.Response:
        return await self.post(source["url"].rpartition("/")[2], sent)

    async def post(self, slug: str, sent: Sent) -> httpx2.Response:
        headers = {name.encode(): value.encode() for name, value in sent.headers.items()}
        return await self.door.post(f"/webhooks/{slug}", content=sent.body, headers=headers)

    async def work(self) -> None:
        """Carry out the jobs that are due."""
        await self.deck.app.state.parts.worker.run_until_idle()

    async def deliveries(self, **wanted: str) -> list[Made]:
        answer = await self.owner.client.get("/inbox/deliveries", params=wanted)
        assert answer.status_code == 200, answer.text
        items: list[Made] = answer.json()["items"]
        return items

    async def events(self, beginning: str = "") -> list[Event]:
        async with self.deck.database.reading() as session:
            found = await read_after(session, 0, 10_000)
        return [event for event in found if event.type.startswith(beginning)]


@asynccontextmanager
async def open_inbox(settings: Settings) -> AsyncIterator[Inbox]:
    async with running(create_app(settings)) as app:
        deck = Deck(app, app.state.parts.identity)
        owner = await deck.person(email="owner@example.org")
        organization_id = await deck.organization(owner=owner)
        transport = httpx2.ASGITransport(app, raise_app_exceptions=False, client=("192.0.2.1", 50_000))
        async with httpx2.AsyncClient(transport=transport, base_url="http://deck.test") as door:
            yield Inbox(deck, owner, organization_id, door)
        await deck.close()


@pytest.fixture
def dialect(request: pytest.FixtureRequest) -> str:
    return str(getattr(request, "param", "sqlite"))


@pytest.fixture
def inbox_settings(settings: Settings, dialect: str, tmp_path: Path, request: pytest.FixtureRequest) -> Settings:
    """Without an administrator's password, whose hash takes time, and with one built-in source."""
    url = request.getfixturevalue("postgres_url") if dialect == "postgresql" else ""
    limits = {"rate_limit_profile": "off", "rate_limit_auth": 1_000_000}
    nobody = {"admin_email": "", "admin_password": SecretStr(""), "repository_roots": (str(tmp_path.parent),)}
    return replace(
        settings,
        database=settings.database.model_copy(update={"database_url": url}),
        security=settings.security.model_copy(update=nobody),
        rate_limits=settings.rate_limits.model_copy(update=limits),
        jobs=settings.jobs.model_copy(update={"worker_in_process": False}),
        inbox=settings.inbox.model_copy(
            update={"github_webhook_secret": SecretStr(GITHUB_SECRET), "inbox_body_limit": 100_000}
        ),
    )


@pytest.fixture
async def inbox(inbox_settings: Settings) -> AsyncIterator[Inbox]:
    async with open_inbox(inbox_settings) as opened:
        yield opened
