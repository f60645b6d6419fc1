"""What the audit log kept of refused sign-ins."""

from tests.identity.decks import Deck, Person


async def refusals(deck: Deck, admin: Person) -> list[str]:
    """Return the codes of refused sign-ins, oldest first."""
    await deck.identity.deferred_writes.drain()
    query = {"action": "sign_in.provider", "outcome": "failure", "page_size": "100"}
    events = (await admin.client.get("/audit", params=query)).json()["items"]
    return [event["facts"]["code"] for event in sorted(events, key=lambda event: int(event["seq"]))]
