"""The steps of a person who lets a program in, and of the program, against the whole application."""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2

from tests.identity.decks import Deck, Person

BASE = "http://deck.test"
MCP = f"{BASE}/mcp"
API = f"{BASE}/api/v1"
CALLBACK = "https://example.org/callback"
VERIFIER = "v" * 43
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")
SCOPES = ("projects:read", "organizations:read")


@dataclass
class Program:
    """A program that wants in: its id, its secret if it has one, and its own HTTP client without cookies."""

    client: httpx2.AsyncClient
    client_id: str
    secret: str | None = None
    redirect_uri: str = CALLBACK
    pkce: bool = True
    row: str = ""

    def authorization_request(self, **changes: str | None) -> dict[str, str]:
        """The parameters of `/oauth/authorize`; a change to `None` leaves one out."""
        given: dict[str, str | None] = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": self.redirect_uri,
            "scope": " ".join(SCOPES),
            "state": "xyz",
            "resource": MCP,
        }
        if self.pkce:
            given |= {"code_challenge": CHALLENGE, "code_challenge_method": "S256"}
        return {name: value for name, value in (given | changes).items() if value is not None}

    async def exchange(self, code: str, **changes: str | None) -> httpx2.Response:
        given = {"grant_type": "authorization_code", "code": code, "redirect_uri": self.redirect_uri}
        if self.pkce:
            given["code_verifier"] = VERIFIER
        return await self.post("token", **(given | changes))

    async def refresh(self, token: str, **changes: str | None) -> httpx2.Response:
        return await self.post("token", grant_type="refresh_token", refresh_token=token, **changes)

    async def post(self, endpoint: str, **given: str | None) -> httpx2.Response:
        who = {"client_id": self.client_id, "client_secret": self.secret}
        data = {name: value for name, value in (who | given).items() if value is not None}
        return await self.client.post(f"{BASE}/oauth/{endpoint}", data=data)


@dataclass
class Browser:
    """A person's browser: signed in, with cookies of its own."""

    client: httpx2.AsyncClient
    asked: list[str] = field(default_factory=list)

    async def authorize(self, authorization_request: dict[str, str]) -> httpx2.Response:
        return await self.client.get(f"{BASE}/oauth/authorize", params=authorization_request)

    async def begin(self, authorization_request: dict[str, str]) -> str:
        """Begin a request and return its id."""
        answer = await self.authorize(authorization_request)
        assert answer.status_code == 302, answer.text
        place, _, request_id = answer.headers["location"].rpartition("/")
        assert place == "/console/connect", answer.headers["location"]
        return str(request_id)

    async def decide(self, request_id: str, **body: Any) -> httpx2.Response:
        return await self.client.post(f"/oauth/requests/{request_id}/decision", json={"allow": True, **body})

    async def let_in(self, program: Program, scopes: Sequence[str] | None = None, **changes: str | None) -> str:
        """Say yes, and return the code."""
        request_id = await self.begin(program.authorization_request(**changes))
        answer = await self.decide(request_id, **({"scopes": list(scopes)} if scopes is not None else {}))
        assert answer.status_code == 200, answer.text
        back = query_of(answer.json()["redirect_to"])
        assert back["iss"] == BASE
        return back["code"]


def query_of(address: str) -> dict[str, str]:
    found = parse_qs(urlsplit(address).query)
    assert all(len(values) == 1 for values in found.values())
    return {name: values[0] for name, values in found.items()}


async def registered(deck: Deck, admin: Person, **changes: Any) -> Program:
    """A confidential client that an administrator registered."""
    body = {"name": "Our GPT", "redirect_uris": [CALLBACK], "scopes": list(SCOPES), **changes}
    made = await admin.client.post("/oauth/clients", json=body)
    assert made.status_code == 201, made.text
    shown = made.json()
    return Program(
        deck.client(),
        shown["client_id"],
        shown["client_secret"],
        shown["redirect_uris"][0],
        pkce=shown["pkce"] == "required",
        row=shown["id"],
    )


async def self_registered(deck: Deck, **changes: Any) -> Program:
    """A public client that registered itself."""
    redirect = "http://127.0.0.1:5000/callback"
    body = {"redirect_uris": [redirect], "client_name": "Tool", "token_endpoint_auth_method": "none", **changes}
    program = Program(deck.client(), "", None, body["redirect_uris"][0])
    made = await program.client.post(f"{BASE}/oauth/register", json=body)
    assert made.status_code == 201, made.text
    program.client_id, program.secret = made.json()["client_id"], made.json().get("client_secret")
    return program


def browser_of(person: Person) -> Browser:
    return Browser(person.client)


async def tokens(deck: Deck, person: Person, program: Program, **changes: str | None) -> dict[str, Any]:
    """Let the program in, and return what it was given."""
    answer = await program.exchange(await browser_of(person).let_in(program, **changes))
    assert answer.status_code == 200, answer.text
    given: dict[str, Any] = answer.json()
    return given


def standard_error(answer: httpx2.Response, status: int = 400) -> str:
    """Assert the standard's error shape, and return the error."""
    assert answer.status_code == status, answer.text
    body = answer.json()
    assert set(body) <= {"error", "error_description"}
    assert answer.headers["cache-control"] == "no-store"
    assert isinstance(body["error"], str)
    return str(body["error"])
