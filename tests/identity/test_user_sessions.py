"""An administrator sees and ends the sessions of an account."""

from quarterdeck.infra.event_log import read_after
from quarterdeck.kit.ids import new_id
from tests.identity.decks import Deck, Person, error_of


async def test_an_administrator_ends_a_session_and_its_owner_is_told(deck: Deck, admin: Person, user: Person) -> None:
    sessions = f"/users/{user.id}/sessions"
    (found,) = (await admin.client.get(sessions)).json()["items"]
    assert (found["kind"], found["current"]) == ("token", False)

    assert (await admin.client.delete(f"{sessions}/{found['id']}")).status_code == 204

    error_of(await user.client.get("/auth/me"), 401)
    assert (await admin.client.get(sessions)).json()["items"] == []
    error_of(await admin.client.delete(f"{sessions}/{found['id']}"), 404)
    async with deck.database.reading() as session:
        told = [event for event in await read_after(session, 0, 100) if event.type == "session.ended"]
    assert [(event.user_id, event.actor_id) for event in told] == [(user.id, admin.id)]


async def test_a_session_is_ended_under_its_own_account_only(deck: Deck, admin: Person, user: Person) -> None:
    other = await deck.person()
    (found,) = (await admin.client.get(f"/users/{other.id}/sessions")).json()["items"]

    error_of(await admin.client.delete(f"/users/{user.id}/sessions/{found['id']}"), 404)
    error_of(await admin.client.get(f"/users/{new_id()}/sessions"), 404)
    assert (await other.client.get("/auth/me")).status_code == 200
