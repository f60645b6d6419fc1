"""What lets somebody in asks for a person: a key or a grant with one scope must not become everything."""

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
