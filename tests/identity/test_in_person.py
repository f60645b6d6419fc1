"""What lets somebody in asks for a person: a key or a grant with one scope must not become everything."""

from typing import Any

import pytest

from quarterdeck.identity.authentication.requirements import Requires
from quarterdeck.identity.caller import Caller, CredentialKind
from tests.identity.decks import Deck, Person, error_of


async def test_a_key_lets_nobody_into_an_organization(deck: Deck, user: Person) -> None:
    key = deck.client(await deck.key(user, "organizations:write", "organizations:read"))
    organization = f"/organizations/{await deck.organization(owner=user)}"
    other = await deck.person()
    invitation, membership = {"email": "fresh@example.org", "role": "owner"}, {"user_id": other.id}

    for attempt in (
        key.post(f"{organization}/invitations", json=invitation),
        key.post(f"{organization}/members", json=membership),
        key.patch(f"{organization}/members/{user.id}", json={"role": "owner"}),
    ):
        assert "signed-in person" in error_of(await attempt, 403)["hint"]

    made = await user.client.post(f"{organization}/invitations", json=invitation)
    assert made.status_code == 201
    assert (await user.client.post(f"{organization}/members", json=membership)).status_code == 201
    promoted = await user.client.patch(f"{organization}/members/{other.id}", json={"role": "viewer"})
    assert promoted.json()["role"] == "viewer"
    assert (await key.get(f"{organization}/invitations")).json()["total"] == 1
    assert (await key.delete(f"{organization}/invitations/{made.json()['id']}")).status_code == 204
    assert (await key.delete(f"{organization}/members/{other.id}")).status_code == 204


async def test_a_key_reads_accounts_and_changes_none(deck: Deck, admin: Person, user: Person) -> None:
    key = deck.client(await deck.key(admin, "users:manage"))
    account, redirect = f"/users/{user.id}", "https://app.example/callback"
    client = {"name": "App", "redirect_uris": [redirect], "scopes": ["projects:read"]}
    registered = await admin.client.post("/oauth/clients", json=client)
    stay = (await admin.client.get(f"{account}/sessions")).json()["items"][0]["id"]
    acts: list[tuple[str, str, Any, int]] = [
        ("POST", "/users", {"email": "new@example.org", "name": "New", "role": "admin"}, 201),
        ("PATCH", account, {"role": "admin"}, 200),
        ("POST", f"/users/{admin.id}/sign-in-link", None, 201),
        ("DELETE", f"{account}/sessions/{stay}", None, 204),
        ("DELETE", account, None, 204),
        ("POST", "/oauth/clients", client, 201),
        ("PATCH", f"/oauth/clients/{registered.json()['id']}", {"redirect_uris": [redirect]}, 200),
        ("DELETE", f"/oauth/clients/{registered.json()['id']}", None, 204),
        ("POST", "/oauth/keys/rotate", None, 201),
    ]

    for method, address, body, _ in acts:
        assert "signed-in person" in error_of(await key.request(method, address, json=body), 403)["hint"]

    for address in ("/users", account, f"{account}/sessions", "/oauth/clients"):
        assert (await key.get(address)).status_code == 200, address
    for method, address, body, status in acts:
        assert (await admin.client.request(method, address, json=body)).status_code == status, (method, address)


@pytest.mark.parametrize("credential", ["session", "token", "local", "key", "oauth"])
def test_a_person_is_whoever_signed_in_or_sits_at_the_machine(credential: CredentialKind) -> None:
    caller = Caller("id", "admin", frozenset({"users:manage"}), credential, "id")
    refused = Requires("users:manage", person=True).refusal(caller, {})

    assert (refused is not None) == (credential in {"key", "oauth"})
