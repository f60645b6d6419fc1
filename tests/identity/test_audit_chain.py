"""The hash chain: a changed, added or removed row shows."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from quarterdeck.identity.audit.chain import START, AuditEvent, Link, event_hash, first_broken

KEY = b"a key of the tests"


def event(seq: int) -> AuditEvent:
    return AuditEvent(
        seq=seq,
        time=datetime(2026, 11, 21, 12, 0, seq, tzinfo=UTC),
        actor_id="ada",
        credential="session",
        credential_id="stay",
        action="user.update",
        object_type="user",
        object_id="bo",
        outcome="success",
        request_id="r-1",
        peer="10.0.0.1",
        facts='{"fields":["name"]}',
    )


@pytest.fixture
def links() -> list[Link]:
    chain: list[Link] = []
    for seq in range(1, 6):
        before = chain[-1].hash if chain else START
        chain.append(Link(event(seq), before, event_hash(KEY, before, event(seq))))
    return chain


def test_an_untouched_chain_holds(links: list[Link]) -> None:
    assert first_broken(KEY, None, links) is None
    assert first_broken(KEY, links[1], links[2:]) is None


@pytest.mark.parametrize(
    "change",
    [
        {"time": datetime(2026, 11, 21, 13, tzinfo=UTC)},
        {"actor_id": "eve"},
        {"actor_id": None},
        {"credential": "key"},
        {"credential_id": "x"},
        {"action": "user.delete"},
        {"object_type": "key"},
        {"object_id": "ada"},
        {"outcome": "failure"},
        {"request_id": "r-2"},
        {"peer": None},
        {"facts": "{}"},
    ],
)
def test_a_change_of_any_field_shows_at_its_row(links: list[Link], change: dict[str, object]) -> None:
    links[2] = replace(links[2], event=replace(links[2].event, **change))  # type: ignore[arg-type]

    assert first_broken(KEY, None, links) == 3


def test_a_removed_row_shows(links: list[Link]) -> None:
    del links[2]

    assert first_broken(KEY, None, links) == 3


def test_rows_that_changed_places_show(links: list[Link]) -> None:
    links[1], links[2] = links[2], links[1]

    assert first_broken(KEY, None, links) == 2


def test_a_rewritten_row_shows_without_the_key(links: list[Link]) -> None:
    forged = replace(links[4].event, actor_id="eve")
    links[4] = Link(forged, links[3].hash, event_hash(b"a guess", links[3].hash, forged))

    assert first_broken(KEY, None, links) == 5


def test_a_row_that_continues_another_chain_shows(links: list[Link]) -> None:
    links[3] = replace(links[3], prev_hash=START)

    assert first_broken(KEY, None, links) == 4
