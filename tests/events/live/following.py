"""Following the log as clients do: server-sent events by httpx2, sockets by `websockets`."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx2
from fastapi import FastAPI
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from quarterdeck.events.live.hub import Live
from quarterdeck.identity.roles import Role
from quarterdeck.identity.sessions.access_tokens import ACCESS
from quarterdeck.identity.sessions.repository import add_session
from quarterdeck.identity.sessions.types import SignInSession
from quarterdeck.identity.users.passwords import Passwords
from quarterdeck.identity.users.repository import add_user
from quarterdeck.identity.users.types import NewUser
from quarterdeck.infra.database import Database
from quarterdeck.infra.event_log import EventType, publish
from quarterdeck.infra.settings import Settings
from quarterdeck.kit.clock import now
from quarterdeck.kit.ids import new_id
from quarterdeck.server.parts import open_parts
from quarterdeck.server.serving import serving
from tests.identity.decks import HERE, Deck, Person, no_facts
from tests.servers.hashing import CHEAP
from tests.servers.loopback import on_loopback
from tests.waiting import DEADLINE

SOON = DEADLINE  # a deadline for a state, generous: others use this machine too
HAPPENED = "thing.happened"


@dataclass(frozen=True)
class Follower(Person):
    """Somebody with an account, and the credential that their client shows."""

    token: str = ""
    session_id: str = ""

    @property
    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


@dataclass
class LiveDeck(Deck):
    """A deck on a real socket, with its log followed."""

    place: str = ""

    @property
    def live(self) -> Live:
        return self.parts.live

    async def follower(self, role: Role = "user", email: str = "") -> Follower:
        """Make an account and a session of it past the services, so that the log tells nothing of it."""
        email = email or f"{role}{len(self.clients)}@example.org"
        async with self.database.writing() as session:
            user = await add_user(session, NewUser(email, role.title(), role, None))
            stay = _stay(user.id)
            await add_session(session, stay, None)
        token = self.identity.tokens.sign(ACCESS, user.id, stay.id, timedelta(minutes=15))
        return Follower(user.id, email, self.client(token), token, stay.id)

    def short_token(self, person: Follower, lifetime: Any) -> str:
        return self.identity.tokens.sign(ACCESS, person.id, person.session_id, lifetime)

    async def emit(self, *names: str, **audience: Any) -> None:
        """Write events in one transaction, each about the subject it names."""
        happened = EventType(HAPPENED, audience="job", scope=audience.pop("scope", None))
        async with self.database.writing() as session:
            for name in names:
                publish(session, happened, name, **audience)

    def socket(self, query: str = "", path: str = "/ws/events", **options: Any) -> connect:
        headers = options.pop("headers", {})
        address = f"ws://{self.place}{path}{query}"
        return connect(address, additional_headers=headers, proxy=None, **options)

    @asynccontextmanager
    async def stream(self, headers: dict[str, str], **query: Any) -> AsyncIterator["Sse"]:
        async with (
            httpx2.AsyncClient(base_url=f"http://{self.place}/api/v1", timeout=30) as client,
            client.stream(
                "GET", "/events", params=query, headers={"Accept": "text/event-stream"} | headers
            ) as response,
        ):
            yield Sse(response)


class Sse:
    """Reads blocks of a server-sent stream."""

    def __init__(self, response: httpx2.Response) -> None:
        self.response = response
        self.last_id: int | None = None
        self._lines = response.aiter_lines() if response.status_code == 200 else None

    async def next(self) -> tuple[str, Any] | None:
        """The next block that holds something, as its event name and data; `None` at the end."""
        assert self._lines is not None
        name, data = "message", None
        async for line in self._lines:
            field_name, _, value = line.partition(": ")
            if field_name == "event":
                name = value
            elif field_name == "id":
                self.last_id = int(value)
            elif field_name == "data":
                data = json.loads(value)
            elif not line and data is not None:
                return name, data
        return None

    async def subjects(self, count: int) -> list[str]:
        """The subjects of the next `count` events; what is said about the stream itself is passed over."""
        found: list[str] = []
        async with asyncio.timeout(SOON):
            while len(found) < count:
                block = await self.next()
                assert block is not None, "the stream ended"
                if block[0] == "message" and block[1]["type"] == HAPPENED:
                    found.append(block[1]["subject"]["id"])
        return found

    async def end(self, within: float = SOON) -> Any:
        """Read to the end, and return what the `end` event says."""
        last = None
        async with asyncio.timeout(within):
            while (block := await self.next()) is not None:
                last = block
        assert last is not None
        assert last[0] == "end", last
        return last[1]


async def frame(socket: ClientConnection, kind: str | None = None, within: float = SOON) -> dict[str, Any]:
    """The next frame, or the next of that kind."""
    async with asyncio.timeout(within):
        while True:
            found: dict[str, Any] = json.loads(await socket.recv())
            if kind is None or found["type"] == kind:
                return found


async def subjects(socket: ClientConnection, count: int) -> list[str]:
    """The subjects of the next `count` events that the test wrote; acts of people are passed over."""
    found: list[str] = []
    while len(found) < count:
        told = (await frame(socket, "event"))["event"]
        if told["type"] == HAPPENED:
            found.append(told["subject"]["id"])
    return found


async def close_of(socket: ClientConnection, within: float = SOON) -> int:
    """Read until the socket is closed, and return the code."""
    async with asyncio.timeout(within):
        with suppress(ConnectionClosed):
            while True:
                await socket.recv()
    assert socket.close_code is not None
    return socket.close_code


def _stay(user_id: str) -> SignInSession:
    moment = now()
    later = moment + timedelta(days=1)
    return SignInSession(new_id(), user_id, "token", "password", HERE.peer, HERE.user_agent, moment, moment, later)


@asynccontextmanager
async def live_deck(app: FastAPI, settings: Settings, database: Database) -> AsyncIterator[LiveDeck]:
    """The application with its identity and its live delivery open, served on loopback."""
    overrides = {"database": database, "passwords": Passwords(CHEAP), "facts": no_facts()}
    async with open_parts(settings, **overrides) as parts:
        app.state.parts = parts
        async with serving(parts), on_loopback(app, settings) as place:
            deck = LiveDeck(app, parts.identity, place=place)
            yield deck
            parts.stopping.set()
            await deck.close()
