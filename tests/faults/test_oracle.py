"""The oracle of the kills sees each thing that a crash could break; it is silent about what is lawful."""

from dataclasses import replace

import pytest

from tests.faults.expected import hash_of
from tests.faults.kept import Kept, Told
from tests.faults.ledger import REFRESHED, REUSED, Act
from tests.faults.oracle import problems

ADMIN, KEY, ORGANIZATION, SESSION = "admin", "key", "organization", "session"


def h(secret: str) -> str:
    return str(hash_of(secret))


def acts() -> list[Act]:
    """Five acknowledged acts of three writers, and one that nobody heard of."""
    return [
        Act("r1-keys-0", "api_key.created", "POST", "/keys", {"name": "n"}, KEY, {"key": "k0"}, happened=True),
        Act("r1-keys-1", "api_key.rotated", "POST", "/keys/key/rotate", {}, KEY, {"key": "k1"}, happened=True),
        Act(
            "r1-orgs-0", "organization.created", "POST", "/o", {"name": "o", "description": ""}, ORGANIZATION, {}, True
        ),
        Act("r1-tokens-0", "session.began", "POST", "/token", {}, SESSION, {"refresh_token": "t0"}, happened=True),
        Act("r1-tokens-1", REFRESHED, "POST", "/r", {"refresh_token": "t0"}, SESSION, {"refresh_token": "t1"}, True),
        Act("r1-orgs-1", "organization.updated", "PATCH", "/o/organization", {"description": "new"}, ORGANIZATION),
    ]


def kept() -> Kept:
    """What a sound database keeps of them, the unheard one not done."""
    events = [
        Told(1, "user.created", "admin", None),
        Told(2, "api_key.created", KEY, "r1-keys-0"),
        Told(3, "session.began", SESSION, "r1-tokens-0"),
        Told(4, "organization.created", ORGANIZATION, "r1-orgs-0"),
        Told(5, "api_key.rotated", KEY, "r1-keys-1"),
    ]
    audited = [
        Told(1, "api_key.create", KEY, "r1-keys-0"),
        Told(2, "sign_in", "account", "r1-tokens-0"),
        Told(3, "organization.create", ORGANIZATION, "r1-orgs-0"),
        Told(4, "api_key.rotate", KEY, "r1-keys-1"),
    ]
    return Kept(
        last_seq=5,
        events=events,
        audited=audited,
        organizations={ORGANIZATION: ("o", "")},
        members={(ORGANIZATION, ADMIN): "owner"},
        keys={KEY: ("n", h("k1"))},
        sessions={SESSION: False},
        refresh_tokens={h("t0"): (SESSION, True), h("t1"): (SESSION, False)},
    )


def updated(sound: Kept) -> Kept:
    """The same database, had it carried out the unheard act too."""
    return replace(
        sound,
        last_seq=6,
        events=[*sound.events, Told(6, "organization.updated", ORGANIZATION, "r1-orgs-1")],
        audited=[*sound.audited, Told(5, "organization.update", ORGANIZATION, "r1-orgs-1")],
        organizations={ORGANIZATION: ("o", "new")},
    )


@pytest.mark.parametrize("sound", [kept(), updated(kept())], ids=["the unheard act undone", "and done"])
def test_both_ends_of_an_unheard_act_are_lawful(sound: Kept) -> None:
    assert problems(acts(), sound, ADMIN) == []


def test_what_was_found_undone_after_one_crash_may_not_happen_later() -> None:
    asked = acts()
    problems(asked, kept(), ADMIN)

    assert "settled" in problems(asked, updated(kept()), ADMIN)[0]


def test_an_old_token_that_was_tried_ends_its_session() -> None:
    tried = [*acts(), Act("r1-after-0", REUSED, "POST", "/r", {"refresh_token": "t0"}, SESSION, {}, happened=True)]
    lines = [*kept().audited, Told(5, "refresh_token.reused", SESSION, "r1-after-0")]

    assert problems(tried, replace(kept(), audited=lines, sessions={SESSION: True}), ADMIN) == []
    assert problems(tried, replace(kept(), audited=lines), ADMIN)


def without(rows: list[Told], place: int) -> list[Told]:
    return rows[:place] + rows[place + 1 :]


SOUND, DONE = kept(), updated(kept())
BROKEN = {
    "an event is lost, which leaves a gap": replace(SOUND, events=without(SOUND.events, 2)),
    "the newest event is lost": replace(SOUND, events=SOUND.events[:-1]),
    "the newest event is lost, and its number": replace(SOUND, events=SOUND.events[:-1], last_seq=4),
    "an audit line is lost": replace(SOUND, audited=SOUND.audited[:-1]),
    "an event is told twice": replace(SOUND, last_seq=6, events=[*SOUND.events, replace(SOUND.events[1], seq=6)]),
    "an event of nobody": replace(
        SOUND, last_seq=6, events=[*SOUND.events, Told(6, "api_key.created", "other", "r1-keys-9")]
    ),
    "an event of another subject": replace(SOUND, events=[*SOUND.events[:-1], replace(SOUND.events[-1], subject="x")]),
    "events of one writer in another order": replace(
        SOUND,
        events=[
            SOUND.events[0],
            replace(SOUND.events[4], seq=2),
            *SOUND.events[2:4],
            replace(SOUND.events[1], seq=5),
        ],
    ),
    "an organization is lost": replace(SOUND, organizations={}),
    "an organization is there twice": replace(SOUND, organizations={ORGANIZATION: ("o", ""), "again": ("o", "")}),
    "a membership is lost": replace(SOUND, members={}),
    "a key is lost": replace(SOUND, keys={}),
    "a rotated key has its old secret": replace(SOUND, keys={KEY: ("n", h("k0"))}),
    "a session is lost": replace(SOUND, sessions={}),
    "a session ended": replace(SOUND, sessions={SESSION: True}),
    "a used token is fresh again": replace(
        SOUND, refresh_tokens={h("t0"): (SESSION, False), h("t1"): (SESSION, False)}
    ),
    "a fresh token is used": replace(SOUND, refresh_tokens={h("t0"): (SESSION, True), h("t1"): (SESSION, True)}),
    "a fresh token is lost": replace(SOUND, refresh_tokens={h("t0"): (SESSION, True)}),
    "a token is one too many": replace(SOUND, refresh_tokens=SOUND.refresh_tokens | {"other": (SESSION, False)}),
    "the unheard act has its event and no change": replace(DONE, organizations=SOUND.organizations),
    "the unheard act has its change and no event": replace(SOUND, organizations=DONE.organizations),
    "the unheard act has its event and no audit line": replace(DONE, audited=SOUND.audited),
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN.keys())
def test_it_sees_that(broken: Kept) -> None:
    assert problems(acts(), broken, ADMIN)
