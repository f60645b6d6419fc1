"""Who may call what: one line for each route and socket of the server.

`tests/identity/test_access_table.py` holds the running server against it. A new route needs a line here, or the
tests fail; a new kind of id in a path needs a sample in `SAMPLES`.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx2

from quarterdeck.events.inbox.deliveries import add_delivery
from quarterdeck.events.webhooks.deliveries import add_deliveries, delivery_row
from quarterdeck.identity.oauth_server.grants.repository import add_grant
from quarterdeck.identity.providers.accounts import add_identity
from quarterdeck.identity.providers.types import Profile
from quarterdeck.infra.database import Database
from quarterdeck.infra.jobs import enqueue
from quarterdeck.insights.developers.repository import upsert_observed
from quarterdeck.insights.developers.types import ObservedDeveloper
from quarterdeck.kit.clock import now
from quarterdeck.kit.ids import new_id

ALL = "admin user agent readonly"
PEOPLE = "admin user"


@dataclass(frozen=True)
class Access:
    """Who passes, and what the others get.

    `scope` is the scope that the route asks for (`None`: any signed-in caller) and `roles` the roles that hold it.
    `person` refuses API keys. Routes with an id in the path also name `other`, the status that another user gets
    who holds the scope (404: the object is none of theirs), and `admin`, the one that an administrator gets.
    `body` is a valid body, where the answer depends on one.
    """

    scope: str | None = None
    roles: str = ""
    public: bool = False
    person: bool = False
    other: int | None = None
    admin: int | None = None
    body: Mapping[str, Any] | None = None


PUBLIC = Access(public=True)
NOBODY = "01a2006c-cd7f-7579-940e-f29154f4d890"

TABLE: dict[str, Access] = {
    # the server itself
    "GET /": PUBLIC,
    "GET /health": PUBLIC,
    "GET /health/live": PUBLIC,
    "GET /health/ready": PUBLIC,
    "GET /internal/health": PUBLIC,
    "GET /metrics": PUBLIC,  # listed networks or the metrics token: tests/server
    "GET /internal/metrics": PUBLIC,
    "GET /openapi.json": PUBLIC,
    "GET /docs": PUBLIC,
    "GET /redoc": PUBLIC,
    "MOUNT /docs-assets": PUBLIC,
    "GET /console": PUBLIC,
    "MOUNT /console": PUBLIC,
    # signing in
    "POST /api/v1/auth/login": PUBLIC,
    "POST /api/v1/auth/token": PUBLIC,
    "POST /api/v1/auth/refresh": PUBLIC,
    "POST /api/v1/auth/sign-in-link": PUBLIC,
    "GET /api/v1/auth/providers": PUBLIC,
    "GET /api/v1/auth/{provider}/login": PUBLIC,
    "GET /api/v1/auth/{provider}/callback": PUBLIC,
    "GET /api/v1/auth/login-success-redirect": PUBLIC,
    "GET /api/v1/auth/validate-token": PUBLIC,
    "POST /api/v1/auth/validate-token": PUBLIC,
    "GET /api/v1/auth/invitations/{token}": PUBLIC,  # the proof is in the link
    "POST /api/v1/auth/invitations/accept": PUBLIC,
    # OAuth, where the standards want it; each has tests of its own in identity/oauth_server and actions/faces/mcp
    "GET /oauth/authorize": PUBLIC,
    "POST /oauth/token": PUBLIC,
    "POST /oauth/revoke": PUBLIC,
    "POST /oauth/register": PUBLIC,
    "GET /oauth/jwks": PUBLIC,
    "GET /.well-known/oauth-authorization-server": PUBLIC,
    "GET /.well-known/oauth-authorization-server/{below:path}": PUBLIC,
    "GET /.well-known/openid-configuration": PUBLIC,
    "GET /.well-known/openid-configuration/{below:path}": PUBLIC,
    "GET /.well-known/oauth-protected-resource": PUBLIC,
    "GET /.well-known/oauth-protected-resource/{below:path}": PUBLIC,
    "POST /mcp": PUBLIC,
    # OAuth: what a person answers and takes back, and what administrators set up
    "GET /api/v1/oauth/requests/{request_id}": Access(None, ALL, person=True, other=404, admin=404),
    "POST /api/v1/oauth/requests/{request_id}/decision": Access(
        None, ALL, person=True, other=404, admin=404, body={"allow": False}
    ),
    "GET /api/v1/auth/connections": Access(None, ALL, person=True),
    "DELETE /api/v1/auth/connections/{connection_id}": Access(None, ALL, person=True, other=404, admin=404),
    "GET /api/v1/oauth/clients": Access("users:manage", "admin"),
    "POST /api/v1/oauth/clients": Access("users:manage", "admin", person=True),
    "PATCH /api/v1/oauth/clients/{client_row}": Access(
        "users:manage", "admin", person=True, other=403, admin=200, body={"name": "New"}
    ),
    "DELETE /api/v1/oauth/clients/{client_row}": Access("users:manage", "admin", person=True, other=403, admin=204),
    "POST /api/v1/oauth/keys/rotate": Access("users:manage", "admin", person=True),
    # one's own
    "POST /api/v1/auth/logout": Access(None, ALL, person=True),
    "GET /api/v1/auth/me": Access(None, ALL),
    "PATCH /api/v1/auth/me": Access(None, ALL, person=True),
    "POST /api/v1/auth/me/password": Access(None, ALL, person=True),
    "GET /api/v1/auth/sessions": Access(None, ALL, person=True),
    "DELETE /api/v1/auth/sessions/{session_id}": Access(None, ALL, person=True, other=404, admin=404),
    "GET /api/v1/auth/identities": Access(None, ALL, person=True),
    "DELETE /api/v1/auth/identities/{identity_id}": Access(None, ALL, person=True, other=404, admin=404),
    # no provider is set up in these tests: tests/identity/providers links for real
    "POST /api/v1/auth/{provider}/link": Access(None, ALL, person=True, other=404, admin=404, body={}),
    "GET /api/v1/auth/api-keys": Access(None, ALL, person=True),
    "POST /api/v1/auth/api-keys": Access(None, ALL, person=True),
    "POST /api/v1/auth/api-keys/{key_id}/rotate": Access(None, ALL, person=True, other=404, admin=200, body={}),
    "DELETE /api/v1/auth/api-keys/{key_id}": Access(None, ALL, person=True, other=404, admin=204),
    # the inbox of other systems' webhooks
    "POST /webhooks/{source}": PUBLIC,  # the proof is in each delivery: tests/events/inbox
    "GET /api/v1/inbox/sources": Access("webhooks:manage", PEOPLE),
    "POST /api/v1/inbox/sources": Access("webhooks:manage", PEOPLE),
    "GET /api/v1/inbox/sources/{source_id}": Access("webhooks:manage", PEOPLE, other=404, admin=200),
    "POST /api/v1/inbox/sources/{source_id}/rotate-secret": Access(
        "webhooks:manage", PEOPLE, other=404, admin=200, body={}
    ),
    "DELETE /api/v1/inbox/sources/{source_id}": Access("webhooks:manage", PEOPLE, other=404, admin=204),
    "GET /api/v1/inbox/deliveries": Access("webhooks:manage", PEOPLE),
    "GET /api/v1/inbox/deliveries/{received_id}": Access("webhooks:manage", PEOPLE, other=404, admin=200),
    "POST /api/v1/inbox/deliveries/{received_id}/reprocess": Access("webhooks:manage", PEOPLE, other=404, admin=202),
    # accounts
    "GET /api/v1/users": Access("users:manage", "admin"),
    "POST /api/v1/users": Access("users:manage", "admin", person=True),
    "GET /api/v1/users/{user_id}": Access("users:manage", "admin", other=403, admin=200),
    "PATCH /api/v1/users/{user_id}": Access(
        "users:manage", "admin", person=True, other=403, admin=200, body={"name": "New"}
    ),
    "DELETE /api/v1/users/{user_id}": Access("users:manage", "admin", person=True, other=403, admin=204),
    "POST /api/v1/users/{user_id}/sign-in-link": Access("users:manage", "admin", person=True, other=403, admin=201),
    "GET /api/v1/users/{user_id}/sessions": Access("users:manage", "admin", other=403, admin=200),
    "DELETE /api/v1/users/{user_id}/sessions/{session_id}": Access(
        "users:manage", "admin", person=True, other=403, admin=404
    ),
    # organizations
    "GET /api/v1/organizations": Access("organizations:read", ALL),
    "POST /api/v1/organizations": Access("organizations:write", PEOPLE),
    "GET /api/v1/organizations/{organization_id}": Access("organizations:read", ALL, other=404, admin=200),
    "PUT /api/v1/organizations/{organization_id}": Access(
        "organizations:write", PEOPLE, other=404, admin=200, body={"name": "New"}
    ),
    "PATCH /api/v1/organizations/{organization_id}": Access(
        "organizations:write", PEOPLE, other=404, admin=200, body={"name": "New"}
    ),
    "DELETE /api/v1/organizations/{organization_id}": Access("organizations:write", PEOPLE, other=404, admin=204),
    "GET /api/v1/organizations/{organization_id}/members": Access("organizations:read", ALL, other=404, admin=200),
    "POST /api/v1/organizations/{organization_id}/members": Access(
        "organizations:write", PEOPLE, person=True, other=404, admin=201, body={"email": "admin@example.org"}
    ),
    "GET /api/v1/organizations/{organization_id}/members/{user_id}": Access(
        "organizations:read", ALL, other=404, admin=200
    ),
    "PATCH /api/v1/organizations/{organization_id}/members/{user_id}": Access(
        "organizations:write", PEOPLE, person=True, other=404, admin=200, body={"role": "viewer"}
    ),
    "DELETE /api/v1/organizations/{organization_id}/members/{user_id}": Access(
        "organizations:write", PEOPLE, other=404, admin=204
    ),
    "GET /api/v1/organizations/{organization_id}/invitations": Access(
        "organizations:write", PEOPLE, other=404, admin=200
    ),
    "POST /api/v1/organizations/{organization_id}/invitations": Access(
        "organizations:write", PEOPLE, person=True, other=404, admin=201, body={"email": "invited@example.org"}
    ),
    "DELETE /api/v1/organizations/{organization_id}/invitations/{invitation_id}": Access(
        "organizations:write", PEOPLE, other=404, admin=204
    ),
    # teams
    "GET /api/v1/teams": Access("organizations:read", ALL),
    "POST /api/v1/teams": Access("organizations:write", PEOPLE),
    "GET /api/v1/teams/{team_id}": Access("organizations:read", ALL, other=404, admin=200),
    "PUT /api/v1/teams/{team_id}": Access("organizations:write", PEOPLE, other=404, admin=200, body={"name": "New"}),
    "PATCH /api/v1/teams/{team_id}": Access("organizations:write", PEOPLE, other=404, admin=200, body={"name": "New"}),
    "DELETE /api/v1/teams/{team_id}": Access("organizations:write", PEOPLE, other=404, admin=204),
    "GET /api/v1/teams/{team_id}/members": Access("organizations:read", ALL, other=404, admin=200),
    "POST /api/v1/teams/{team_id}/members": Access(
        "organizations:write", PEOPLE, other=404, admin=422, body={"user_id": NOBODY}
    ),
    "DELETE /api/v1/teams/{team_id}/members/{member_id}": Access("organizations:write", PEOPLE, other=404, admin=204),
    # repositories
    "GET /api/v1/repositories": Access("repositories:read", ALL),
    "POST /api/v1/repositories": Access("repositories:write", PEOPLE),
    "GET /api/v1/repositories/{repository_id}": Access("repositories:read", ALL, other=404, admin=200),
    "PUT /api/v1/repositories/{repository_id}": Access(
        "repositories:write", PEOPLE, other=404, admin=200, body={"name": "New"}
    ),
    "PATCH /api/v1/repositories/{repository_id}": Access(
        "repositories:write", PEOPLE, other=404, admin=200, body={"name": "New"}
    ),
    "DELETE /api/v1/repositories/{repository_id}": Access("repositories:write", PEOPLE, other=404, admin=204),
    "POST /api/v1/repositories/{repository_id}/sync": Access("repositories:write", PEOPLE, other=404, admin=202),
    "GET /api/v1/repositories/{repository_id}/commits": Access("repositories:read", ALL, other=404, admin=200),
    "GET /api/v1/repositories/{repository_id}/pull-requests": Access("repositories:read", ALL, other=404, admin=200),
    # developers
    "GET /api/v1/developers": Access("repositories:read", ALL),
    "GET /api/v1/developers/{developer_id}": Access("repositories:read", ALL, other=404, admin=200),
    "PATCH /api/v1/developers/{developer_id}": Access(
        "repositories:write", PEOPLE, other=404, admin=200, body={"name": "New"}
    ),
    "POST /api/v1/developers/{developer_id}/merge": Access(
        "repositories:write", PEOPLE, other=404, admin=422, body={"into": NOBODY}
    ),
    "DELETE /api/v1/developers/{developer_id}/merge": Access("repositories:write", PEOPLE, other=404, admin=409),
    "GET /api/v1/developers/{developer_id}/activity": Access("repositories:read", ALL, other=404, admin=200),
    # handing in facts: rows for a foreign repository are refused one by one, see tests/insights/ingest
    "POST /api/v1/ingest/{kind}": Access("analytics:write", PEOPLE, other=202, admin=202, body={"items": []}),
    # analytics
    "GET /api/v1/analytics/dora-metrics": Access("analytics:read", ALL),
    "GET /api/v1/analytics/explain": Access("analytics:read", ALL),
    # long tasks
    "GET /api/v1/jobs": Access(None, ALL),
    "GET /api/v1/jobs/{job_id}": Access(None, ALL, other=404, admin=200),
    "POST /api/v1/jobs/{job_id}/cancel": Access("repositories:write", PEOPLE, other=404, admin=202),
    # what happens
    "GET /api/v1/events": Access(None, ALL),
    "POST /api/v1/ws/tickets": Access(None, ALL, body={"path": "/ws/events"}),
    "SOCKET /ws/events": PUBLIC,  # the socket asks, not the route: tests/identity/authentication
    # webhooks
    "GET /api/v1/webhooks": Access("webhooks:manage", PEOPLE),
    "POST /api/v1/webhooks": Access("webhooks:manage", PEOPLE),
    "GET /api/v1/webhooks/{webhook_id}": Access("webhooks:manage", PEOPLE, other=404, admin=200),
    "PATCH /api/v1/webhooks/{webhook_id}": Access(
        "webhooks:manage", PEOPLE, other=404, admin=200, body={"description": "New"}
    ),
    "DELETE /api/v1/webhooks/{webhook_id}": Access("webhooks:manage", PEOPLE, other=404, admin=204),
    "POST /api/v1/webhooks/{webhook_id}/rotate-secret": Access("webhooks:manage", PEOPLE, other=404, admin=200),
    "POST /api/v1/webhooks/{webhook_id}/test": Access("webhooks:manage", PEOPLE, other=404, admin=202),
    "GET /api/v1/webhooks/{webhook_id}/deliveries": Access("webhooks:manage", PEOPLE, other=404, admin=200),
    "POST /api/v1/webhooks/{webhook_id}/deliveries/{delivery_id}/redeliver": Access(
        "webhooks:manage", PEOPLE, other=404, admin=202
    ),
    # audit
    "GET /api/v1/audit": Access("audit:read", "admin"),
    "GET /api/v1/audit/verify": Access("audit:read", "admin"),
}


@dataclass(frozen=True)
class Samples:
    """What samples are made with: clients of their owner, a plain user, and of an administrator."""

    owner: httpx2.AsyncClient
    admin: httpx2.AsyncClient
    database: Database

    async def organization(self, _path: Mapping[str, str]) -> str:
        return await self._made(self.owner, "/organizations", name="Sample")

    async def user(self, path: Mapping[str, str]) -> str:
        """A fresh user; under an organization, one who is its member."""
        number = (await self.admin.get("/users")).json()["total"]
        user = await self._made(self.admin, "/users", email=f"sample{number}@example.org", name="Sample")
        if "organization_id" in path:
            added = await self.owner.post(f"/organizations/{path['organization_id']}/members", json={"user_id": user})
            assert added.status_code == 201, added.text
        return user

    async def key(self, _path: Mapping[str, str]) -> str:
        return await self._made(self.owner, "/auth/api-keys", name="Sample", scopes=["projects:read"])

    async def session(self, _path: Mapping[str, str]) -> str:
        found: str = (await self.owner.get("/auth/sessions")).json()["items"][0]["id"]
        return found

    async def identity(self, _path: Mapping[str, str]) -> str:
        owner: str = (await self.owner.get("/auth/me")).json()["id"]
        sample = Profile("https://sample.example.org", new_id(), "Sample", None, email_verified=False)
        async with self.database.writing() as session:
            return (await add_identity(session, "sample", sample, owner)).id

    async def provider(self, _path: Mapping[str, str]) -> str:
        return "sample"

    async def invitation(self, path: Mapping[str, str]) -> str:
        address = f"/organizations/{path['organization_id']}/invitations"
        return await self._made(self.owner, address, email="invited@example.org")

    async def team(self, path: Mapping[str, str]) -> str:
        organization = await self.organization(path)
        return await self._made(self.owner, "/teams", name="Sample", organization_id=organization)

    async def team_member(self, path: Mapping[str, str]) -> str:
        team = (await self.owner.get(f"/teams/{path['team_id']}")).json()
        developer = await self._developer_of(team["organization_id"])
        added = await self.owner.post(f"/teams/{team['id']}/members", json={"developer_id": developer})
        assert added.status_code == 201, added.text
        return developer

    async def repository(self, path: Mapping[str, str]) -> str:
        organization = await self.organization(path)
        return await self._made(self.owner, "/repositories", name="Sample", organization_id=organization)

    async def developer(self, path: Mapping[str, str]) -> str:
        return await self._developer_of(await self.organization(path))

    async def ingest_kind(self, _path: Mapping[str, str]) -> str:
        return "commits"

    async def job(self, path: Mapping[str, str]) -> str:
        organization = await self.organization(path)
        async with self.database.writing() as session:
            return await enqueue(session, "sample", {}, delay=timedelta(days=1), organization_id=organization)

    async def inbox_source(self, path: Mapping[str, str]) -> str:
        organization = await self.organization(path)
        body = {"organization_id": organization, "kind": "generic"}
        return await self._made(self.owner, "/inbox/sources", name="Sample", **body)

    async def inbox_delivery(self, path: Mapping[str, str]) -> str:
        source_id, delivery_id = await self.inbox_source(path), new_id()
        row = {
            "id": delivery_id,
            "source_id": source_id,
            "delivery_id": "1",
            "fingerprint": "1",
            "event": "message",
            "content_type": "application/json",
            "size": 2,
            "body": b"{}",
            "state": "ignored",
            "received_at": now(),
        }
        async with self.database.writing() as session:
            await add_delivery(session, row)
        return delivery_id

    async def webhook(self, path: Mapping[str, str]) -> str:
        organization = await self.organization(path)
        body = {"url": "https://hooks.example.com/", "event_types": ["*"], "organization_id": organization}
        return await self._made(self.owner, "/webhooks", **body)

    async def delivery(self, path: Mapping[str, str]) -> str:
        """One to a webhook where the path names one, else one of the inbox; it has ended, so it can be sent again."""
        return await (self.webhook_delivery if "webhook_id" in path else self.inbox_delivery)(path)

    async def webhook_delivery(self, path: Mapping[str, str]) -> str:
        row = delivery_row(path["webhook_id"], NOBODY, "thing.made", "{}")
        ended = {"state": "succeeded", "next_attempt_at": None, "finished_at": now()}
        async with self.database.writing() as session:
            await add_deliveries(session, [row | ended])
        delivery_id: str = row["id"]
        return delivery_id

    async def access_request(self, _path: Mapping[str, str]) -> str:
        """One of another browser, which is no browser of the caller's; tests/identity/oauth_server has one's own."""
        return NOBODY

    async def oauth_client(self, _path: Mapping[str, str]) -> str:
        redirects = ["https://example.org/callback"]
        scopes = ["projects:read"]
        return await self._made(self.admin, "/oauth/clients", name="Sample", redirect_uris=redirects, scopes=scopes)

    async def connection(self, path: Mapping[str, str]) -> str:
        client, moment, grant = await self.oauth_client(path), now(), new_id()
        row = {
            "id": grant,
            "user_id": (await self.owner.get("/auth/me")).json()["id"],
            "client": client,
            "scopes": ["projects:read"],
            "resource": "http://deck.test/mcp",
            "redirect_host": "example.org",
            "created_at": moment,
            "last_used_at": None,
            "expires_at": moment + timedelta(days=1),
            "ended_at": None,
        }
        async with self.database.writing() as session:
            await add_grant(session, row)
        return grant

    async def _developer_of(self, organization_id: str) -> str:
        seen = ObservedDeveloper("ann@example.com", "Ann", "human", now(), now())
        async with self.database.writing() as session:
            await upsert_observed(session, organization_id, [seen])
        found = await self.owner.get("/developers", params={"organization_id": organization_id})
        return str(found.json()["items"][0]["id"])

    async def _made(self, client: httpx2.AsyncClient, address: str, **body: object) -> str:
        answer = await client.post(address, json=body)
        assert answer.status_code == 201, answer.text
        made: str = answer.json()["id"]
        return made


SAMPLES: dict[str, Callable[[Samples, Mapping[str, str]], Awaitable[str]]] = {
    "organization_id": Samples.organization,
    "user_id": Samples.user,
    "key_id": Samples.key,
    "session_id": Samples.session,
    "identity_id": Samples.identity,
    "provider": Samples.provider,
    "invitation_id": Samples.invitation,
    "request_id": Samples.access_request,
    "client_row": Samples.oauth_client,
    "connection_id": Samples.connection,
    "team_id": Samples.team,
    "member_id": Samples.team_member,
    "repository_id": Samples.repository,
    "developer_id": Samples.developer,
    "source_id": Samples.inbox_source,
    "received_id": Samples.inbox_delivery,
    "kind": Samples.ingest_kind,
    "job_id": Samples.job,
    "webhook_id": Samples.webhook,
    "delivery_id": Samples.delivery,
}
