"""Eight clients that write as fast as they are answered: tokens, API keys, organizations and their members."""

import base64
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from random import Random
from typing import Any

import httpx2

from tests.faults.ledger import REFRESHED, Act, Ledger
from tests.servers.deck import PASSWORD

KEYS, ORGANIZATIONS = "/api/v1/auth/api-keys", "/api/v1/organizations"
TOKEN, REFRESH = "/api/v1/auth/token", "/api/v1/auth/refresh"
SHOWN = {"id", "key", "refresh_token"}


class Unheard(Exception):
    """The server was killed before it answered."""


@dataclass
class Writer:
    """One client: `name` begins the ids of its acts, `email` signs in, `people` may become members."""

    client: httpx2.AsyncClient
    ledger: Ledger
    name: str
    chance: Random
    credential: str
    email: str
    people: Sequence[str]
    session: Act | None = None
    _numbers: "count[int]" = field(default_factory=count)

    async def do(
        self, kind: str, method: str, path: str, body: dict[str, Any], subject: str = "", refusal: int | None = None
    ) -> Act:
        """Ask for one change and note what comes back: success, or `refusal`. Raises `Unheard`."""
        act = Act(f"{self.name}-{next(self._numbers)}", kind, method, path, body, subject)
        self.ledger.ask(act)
        answer = await send(self.client, act, self.credential)
        assert answer.status_code == refusal if refusal else answer.is_success, (act, answer.text)
        await self.ledger.hear(act, {} if refusal else told(answer))
        return act

    def word(self) -> str:
        return f"{self.name} {self.chance.random()}"


async def send(client: httpx2.AsyncClient, act: Act, credential: str) -> httpx2.Response:
    """Send, or send again, what the act asks for. Raises `Unheard`."""
    headers = {"X-Request-ID": act.id}
    if act.path not in {TOKEN, REFRESH}:
        headers |= {"Authorization": credential, "Idempotency-Key": act.id}
    try:
        return await client.request(act.method, act.path, json=act.body or None, headers=headers)
    except httpx2.HTTPError:
        raise Unheard from None


def told(answer: httpx2.Response) -> dict[str, Any]:
    """Return what of an answer the ledger keeps; the id of a session is in its access token."""
    body = answer.json() if answer.content else {}
    shown = {name: value for name, value in body.items() if name in SHOWN}
    if "access_token" in body:
        claims = json.loads(base64.urlsafe_b64decode(body["access_token"].split(".")[1] + "=="))
        shown["id"] = claims["sid"]
    return shown


async def sign_in(writer: Writer) -> Act:
    return await writer.do("session.began", "POST", TOKEN, {"email": writer.email, "password": PASSWORD})


async def write_tokens(writer: Writer) -> None:
    """Renew a few times, and sign in anew; the first session is there already, since a password takes its time."""
    latest = writer.session
    while True:
        for _ in range(writer.chance.randrange(1, 12)):
            assert latest is not None
            latest = await writer.do(REFRESHED, "POST", REFRESH, {"refresh_token": latest.secret}, latest.subject)
        latest = await sign_in(writer)


async def write_keys(writer: Writer) -> None:
    while True:
        wanted = {"name": writer.word(), "scopes": ["organizations:read"]}
        key = (await writer.do("api_key.created", "POST", KEYS, wanted)).subject
        for _ in range(writer.chance.randrange(3)):
            await writer.do("api_key.rotated", "POST", f"{KEYS}/{key}/rotate", {"expires_at": None}, key)
        if writer.chance.random() < 0.5:
            await writer.do("api_key.revoked", "DELETE", f"{KEYS}/{key}", {}, key)


async def write_organizations(writer: Writer) -> None:
    while True:
        wanted = {"name": writer.word(), "description": ""}
        made = (await writer.do("organization.created", "POST", ORGANIZATIONS, wanted)).subject
        await write_members(writer, made)
        for _ in range(writer.chance.randrange(3)):
            change = {"description": writer.word()}
            await writer.do("organization.updated", "PATCH", f"{ORGANIZATIONS}/{made}", change, made)
        if writer.chance.random() < 0.2:
            await writer.do("organization.deleted", "DELETE", f"{ORGANIZATIONS}/{made}", {}, made)


async def write_members(writer: Writer, made: str) -> None:
    members = f"{ORGANIZATIONS}/{made}/members"
    for who in writer.chance.sample(writer.people, writer.chance.randrange(3)):
        await writer.do("member.added", "POST", members, {"user_id": who, "role": "viewer"}, made)
        if writer.chance.random() < 0.5:
            await writer.do("member.updated", "PATCH", f"{members}/{who}", {"role": "member"}, made)
        if writer.chance.random() < 0.5:
            await writer.do("member.removed", "DELETE", f"{members}/{who}", {}, made)


Writing = Callable[[Writer], Awaitable[None]]
WRITERS: Mapping[str, Writing] = {
    "tokens1": write_tokens,
    "tokens2": write_tokens,
    "keys1": write_keys,
    "keys2": write_keys,
    "keys3": write_keys,
    "organizations1": write_organizations,
    "organizations2": write_organizations,
    "organizations3": write_organizations,
}


async def write_until_killed(writing: Writing, writer: Writer) -> None:
    try:
        await writing(writer)
    except Unheard:
        return
