"""A small deck for tests: the whole application, its identity, and people who are signed in to it."""

from dataclasses import dataclass, field, replace
from typing import Any, cast

import httpx2
from fastapi import FastAPI

from quarterdeck.identity.authentication.origin import Origin
from quarterdeck.identity.caller import Caller
from quarterdeck.identity.organizations.repository import add_member, add_organization
from quarterdeck.identity.parts import Identity, open_identity
from quarterdeck.identity.roles import OrganizationRole, Role
from quarterdeck.identity.users.repository import add_user
from quarterdeck.identity.users.types import NewUser
from quarterdeck.infra.database import Database
from quarterdeck.insights.facts.store import FactEngine, FactStore
from quarterdeck.server.parts import Parts

PASSWORD = "four plain words will do"
MATERIAL = {"settings", "database", "keyring", "limiter", "passwords", "outbound"}
HERE = Origin("127.0.0.1", "tests")


@dataclass(frozen=True)
class Person:
    """Somebody with an account, and a client that is signed in as them."""

    id: str
    email: str
    client: httpx2.AsyncClient

    @property
    def as_caller(self) -> Caller:
        return Caller(self.id, "user", frozenset(), "token", "test")


@dataclass
class Deck:
    app: FastAPI
    identity: Identity
    clients: list[httpx2.AsyncClient] = field(default_factory=list)
    replaced: list[Identity] = field(default_factory=list)

    @property
    def database(self) -> Database:
        return self.parts.database

    @property
    def parts(self) -> Parts:
        found: Parts = self.app.state.parts
        return found

    def use(self, **parts: Any) -> None:
        """Have the application use other parts from now on; those that identity is made of make another one."""
        changed = replace(self.parts, **parts)
        if parts.keys() & MATERIAL:
            changed = replace(changed, identity=open_identity(**{name: getattr(changed, name) for name in MATERIAL}))
            self.replaced.append(self.identity)
        self.app.state.parts, self.identity = changed, changed.identity

    def client(self, credential: str | None = None, *, peer: str = "127.0.0.1", **headers: str) -> httpx2.AsyncClient:
        """A client that does not raise; `peer` is the address it seems to call from."""
        if credential is not None:
            headers["Authorization"] = f"Bearer {credential}"
        transport = httpx2.ASGITransport(self.app, raise_app_exceptions=False, client=(peer, 50_000))
        client = httpx2.AsyncClient(transport=transport, base_url="http://deck.test/api/v1", headers=headers)
        self.clients.append(client)
        return client

    async def person(self, role: Role = "user", email: str = "", *, password: str | None = None) -> Person:
        """Make an account and sign it in; without `password` it has none, which saves a hash."""
        email = email or f"{role}{len(self.clients)}@example.org"
        hashed = await self.parts.passwords.hash(password) if password else None
        async with self.database.writing() as session:
            user = await add_user(session, NewUser(email, role.title(), role, hashed))
            signed = await self.identity.session_issuer.begin_token(session, user.id, HERE)
        return Person(user.id, email, self.client(signed.access_token))

    async def organization(self, **people: Person) -> str:
        """Make an organization; `owner=`, `member=` and `viewer=` name its people."""
        async with self.database.writing() as session:
            made = await add_organization(session, "Acme", "", {"timezone": "UTC", "default_language": "en"})
            for role, person in people.items():
                await add_member(session, made.id, person.id, _role(role))
        self.identity.callers.forget()
        return made.id

    async def join(self, organization_id: str, person: Person, role: OrganizationRole) -> None:
        """Add a member; by the API only a signed-in person may."""
        async with self.database.writing() as session:
            await add_member(session, organization_id, person.id, role)
        self.identity.callers.forget()

    async def key(self, person: Person, *scopes: str) -> str:
        """Make an API key of `person` and return its secret."""
        made = await person.client.post("/auth/api-keys", json={"name": "test", "scopes": scopes})
        assert made.status_code == 201, made.text
        secret: str = made.json()["key"]
        return secret

    async def close(self) -> None:
        for client in self.clients:
            await client.aclose()
        for identity in (*self.replaced, self.identity):
            await identity.close()


def _role(name: str) -> OrganizationRole:
    assert name in {"owner", "member", "viewer"}
    return name  # type: ignore[return-value]  # just checked


def error_of(response: httpx2.Response, status: int) -> dict[str, Any]:
    """Assert the one error shape, and return what is in it."""
    assert response.status_code == status, response.text
    error: dict[str, Any] = response.json()["error"]
    assert error["status"] == status
    assert {"code", "type", "message", "details", "request_id"} <= error.keys()
    return error


def no_facts() -> FactStore:
    """A store of facts for who asks for none: it has no engine, so that opening one costs nothing."""
    return FactStore(cast("FactEngine", None))
