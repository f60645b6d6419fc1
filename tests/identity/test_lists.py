"""Lists: a cursor of one list is none of another's."""

import pytest

from quarterdeck.kit.pages import encode_cursor
from tests.identity.decks import Deck, Person, error_of

both_dialects = pytest.mark.parametrize("dialect", ["sqlite", "postgresql"], indirect=True)


@both_dialects
@pytest.mark.parametrize(("path", "strange", "fitting"), [("/audit", "abc", 10**6), ("/users", 7, "")])
async def test_a_cursor_of_another_list_is_refused(
    deck: Deck, admin: Person, path: str, strange: str | int, fitting: str | int
) -> None:
    await deck.person()

    for wrong in (encode_cursor((strange,)), encode_cursor((fitting, fitting))):
        error_of(await admin.client.get(path, params={"cursor": wrong}), 422)

    lawful = await admin.client.get(path, params={"cursor": encode_cursor((fitting,))})
    assert lawful.status_code == 200, lawful.text
