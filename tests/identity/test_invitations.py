"""Invitations: a link for one person, one organization, one use."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx2
import pytest

from quarterdeck.identity.invitations.repository import is_invited, purge_expired
from quarterdeck.infra.event_log import read_after
from quarterdeck.infra.logs import Redaction
from quarterdeck.kit import clock
from quarterdeck.kit.ids import new_id
from tests.identity.decks import PASSWORD, Deck, Person, error_of

both_dialects = pytest.mark.parametrize("dialect", ["sqlite", "postgresql"], indirect=True)
ACCEPT = "/auth/invitations/accept"


@pytest.fixture
async def owner(deck: Deck) -> Person:
    """An administrator, whose invitations make accounts."""
    return await deck.person("admin", "owner@example.org")


@pytest.fixture
async def invitations(deck: Deck, owner: Person) -> str:
    """The address of the invitations to an organization that `owner` owns."""
    return f"/organizations/{await deck.organization(owner=owner)}/invitations"


async def invited(owner: Person, invitations: str, email: str = "ada@example.org", **body: str) -> dict[str, Any]:
    made = await owner.client.post(invitations, json={"email": email, **body})
    assert made.status_code == 201, made.text
    found: dict[str, Any] = made.json()
    return found | {"token": found["link"].partition("#token=")[2]}


@both_dialects
async def test_a_person_without_an_account_gets_one_and_is_in(deck: Deck, owner: Person, invitations: str) -> None:
    made = await invited(owner, invitations, "Ada@Example.ORG", role="viewer")
    assert made["link"].startswith("http://deck.test/console/invitation#token=qdi_")
    ada = deck.client()
    offer = (await ada.get(f"/auth/invitations/{made['token']}")).json()
    assert (offer["organization_name"], offer["email"], offer["role"], offer["sign_in_first"]) == (
        "Acme",
        "ada@example.org",
        "viewer",
        False,
    )

    answer = await ada.post(ACCEPT, json={"token": made["token"], "name": "Ada", "password": PASSWORD})

    assert (answer.status_code, answer.json()["signed_in"], answer.json()["role"]) == (200, True, "viewer")
    me = (await ada.get("/auth/me")).json()
    assert (me["email"], me["name"], me["role"]) == ("ada@example.org", "Ada", "user")
    assert me["organizations"] == {made["organization_id"]: "viewer"}
    assert (await owner.client.get(invitations)).json()["items"] == []
    again = await deck.client().post("/auth/login", json={"username": "ada@example.org", "password": PASSWORD})
    assert again.status_code == 200


async def test_who_has_an_account_joins_signed_in_as_that_very_account(
    deck: Deck, owner: Person, user: Person, invitations: str
) -> None:
    made = await invited(owner, invitations, user.email)
    body = {"token": made["token"]}
    assert (await deck.client().get(f"/auth/invitations/{made['token']}")).json()["sign_in_first"] is True

    stranger = await deck.person()
    key = deck.client(await deck.key(user, "organizations:read"))
    assert error_of(await deck.client().post(ACCEPT, json=body), 401)["code"] == "SIGN_IN_FIRST"
    assert error_of(await stranger.client.post(ACCEPT, json=body), 403)["code"] == "ANOTHERS_INVITATION"
    assert error_of(await key.post(ACCEPT, json=body), 403)["code"] == "ANOTHERS_INVITATION"
    taken_over = body | {"name": "Eve", "password": PASSWORD}
    error_of(await deck.client().post(ACCEPT, json=taken_over), 401)

    joined = await user.client.post(ACCEPT, json=body)

    assert (joined.json()["user_id"], joined.json()["signed_in"]) == (user.id, False)
    assert (await user.client.get(f"/organizations/{made['organization_id']}")).status_code == 200
    assert (await stranger.client.get(f"/organizations/{made['organization_id']}")).status_code == 404


@both_dialects
async def test_of_several_who_accept_at_once_one_is_let_in(deck: Deck, owner: Person, invitations: str) -> None:
    made = await invited(owner, invitations)

    answers = await asyncio.gather(*(deck.client().post(ACCEPT, json={"token": made["token"]}) for _ in range(8)))

    assert sorted(answer.status_code for answer in answers) == [200] + [404] * 7


async def test_a_link_that_no_longer_works_and_one_that_never_was_answer_the_same(
    deck: Deck, owner: Person, invitations: str
) -> None:
    used, revoked, late, replaced = [
        await invited(owner, invitations, f"{name}@example.org") for name in ("used", "revoked", "late", "replaced")
    ]
    assert (await deck.client().post(ACCEPT, json={"token": used["token"]})).status_code == 200
    assert (await owner.client.delete(f"{invitations}/{revoked['id']}")).status_code == 204
    newest = await invited(owner, invitations, "replaced@example.org")
    moment = clock.now()
    answers: list[httpx2.Response] = []
    with clock.frozen(moment):
        for token in (used["token"], revoked["token"], replaced["token"], "qdi_" + "x" * 43, "null"):
            answers += [
                await deck.client().post(ACCEPT, json={"token": token}),
                await deck.client().get(f"/auth/invitations/{token}"),
            ]
        clock.advance(timedelta(days=6, hours=23))
        assert (await deck.client().get(f"/auth/invitations/{late['token']}")).status_code == 200
        clock.advance(timedelta(hours=1, seconds=1))
        answers.append(await deck.client().post(ACCEPT, json={"token": late["token"]}))
        async with deck.database.writing() as session:
            assert await purge_expired(session, clock.now()) == 2
    bodies = [{**error_of(answer, 404), "request_id": ""} for answer in answers]

    assert all(body == bodies[0] for body in bodies)
    assert newest["id"] != replaced["id"]


@pytest.mark.parametrize("token", [None, "", [], {}, 0, True, "a b", "x" * 101, "a\r\nb", "ünknown"])
async def test_what_is_no_token_is_refused(deck: Deck, token: object) -> None:
    error_of(await deck.client().post(ACCEPT, json={"token": token}), 422)


async def test_an_invitation_says_nothing_of_whether_there_is_an_account(
    owner: Person, user: Person, invitations: str
) -> None:
    known = await invited(owner, invitations, user.email)
    unknown = await invited(owner, invitations, "nobody@example.org")

    assert known.keys() == unknown.keys()
    assert (await owner.client.get(invitations)).json()["total"] == 2


async def test_a_member_is_not_invited_again(owner: Person, user: Person, invitations: str) -> None:
    members = invitations.replace("invitations", "members")
    await owner.client.post(members, json={"user_id": user.id})

    refused = await owner.client.post(invitations, json={"email": user.email, "role": "owner"})

    assert error_of(refused, 409)["code"] == "ALREADY_MEMBER"


@pytest.mark.parametrize("role", ["member", "viewer"])
async def test_only_owners_invite_and_see_who_is_invited(deck: Deck, user: Person, role: str) -> None:
    invitations = f"/organizations/{await deck.organization(**{role: user})}/invitations"

    error_of(await user.client.post(invitations, json={"email": "ada@example.org", "role": role}), 403)
    error_of(await user.client.get(invitations), 403)


async def test_the_invitations_of_others_do_not_exist(deck: Deck, owner: Person, invitations: str) -> None:
    made = await invited(owner, invitations)
    stranger = await deck.person()
    own = f"/organizations/{await deck.organization(owner=stranger)}/invitations"

    for attempt in (
        stranger.client.get(invitations),
        stranger.client.post(invitations, json={"email": "a@example.org"}),
        stranger.client.delete(f"{invitations}/{made['id']}"),
        stranger.client.delete(f"{own}/{made['id']}"),
        stranger.client.delete(f"{own}/{new_id()}"),
    ):
        error_of(await attempt, 404)
    assert (await owner.client.get(invitations)).json()["total"] == 1


async def test_who_may_no_longer_invite_lets_nobody_in(
    deck: Deck, owner: Person, user: Person, admin: Person, invitations: str
) -> None:
    members = invitations.replace("invitations", "members")
    await owner.client.post(members, json={"user_id": user.id, "role": "owner"})
    by_user = await invited(user, invitations, "one@example.org")
    by_owner = await invited(owner, invitations, "two@example.org")
    await owner.client.patch(f"{members}/{user.id}", json={"role": "member"})

    error_of(await deck.client().post(ACCEPT, json={"token": by_user["token"]}), 404)
    await admin.client.patch(f"/users/{owner.id}", json={"disabled": True})
    error_of(await deck.client().post(ACCEPT, json={"token": by_owner["token"]}), 404)
    await admin.client.patch(f"/users/{owner.id}", json={"disabled": False})
    assert (await deck.client().post(ACCEPT, json={"token": by_owner["token"]})).status_code == 200


async def test_the_whitelist_holds_for_the_invited_too(deck: Deck, owner: Person, invitations: str) -> None:
    made = await invited(owner, invitations)
    security = deck.parts.settings.security
    narrowed = security.model_copy(update={"user_whitelist": ("example.com",)})
    deck.use(settings=replace(deck.parts.settings, security=narrowed))

    refused = await owner.client.post(invitations, json={"email": "bo@example.org"})
    assert error_of(refused, 422)["code"] == "EMAIL_NOT_ALLOWED"
    late = await deck.client().post(ACCEPT, json={"token": made["token"]})
    assert error_of(late, 422)["code"] == "EMAIL_NOT_ALLOWED"
    welcome = await invited(owner, invitations, "bo@example.com")
    assert (await deck.client().post(ACCEPT, json={"token": welcome["token"]})).status_code == 200


async def test_a_weak_password_does_not_use_the_link_up(deck: Deck, owner: Person, invitations: str) -> None:
    made = await invited(owner, invitations)

    refused = await deck.client().post(ACCEPT, json={"token": made["token"], "password": "password"})

    assert error_of(refused, 422)["code"] == "WEAK_PASSWORD"
    assert (await deck.client().post(ACCEPT, json={"token": made["token"]})).status_code == 200


async def test_a_page_of_another_site_accepts_nothing(deck: Deck, owner: Person, invitations: str) -> None:
    made = await invited(owner, invitations)
    evil = deck.client(Origin="https://evil.example", **{"Sec-Fetch-Site": "cross-site"})

    assert error_of(await evil.post(ACCEPT, json={"token": made["token"]}), 403)["code"] == "CROSS_SITE_REQUEST"


async def test_every_step_is_audited_and_told(deck: Deck, owner: Person, admin: Person, invitations: str) -> None:
    kept, dropped = await invited(owner, invitations), await invited(owner, invitations, "bo@example.org")
    await owner.client.delete(f"{invitations}/{dropped['id']}")
    await deck.client().post(ACCEPT, json={"token": "qdi_wrong"})
    await deck.client().post(ACCEPT, json={"token": kept["token"]})

    audited = (await admin.client.get("/audit", params={"object_type": "invitation"})).json()["items"]
    assert [(event["action"], event["outcome"]) for event in reversed(audited)] == [
        ("invitation.create", "success"),
        ("invitation.create", "success"),
        ("invitation.revoke", "success"),
        ("invitation.accept", "denied"),
        ("invitation.accept", "success"),
    ]
    async with deck.database.reading() as session:
        told = [event.type for event in await read_after(session, 0, 100)]
    wanted = {"invitation.created", "invitation.revoked", "invitation.accepted", "user.created", "member.added"}
    assert wanted <= set(told)
    assert kept["token"] not in str(audited)


async def test_who_is_no_owner_does_not_learn_from_the_log_who_is_invited(
    deck: Deck, owner: Person, invitations: str
) -> None:
    made = await invited(owner, invitations)
    joined = await deck.client().post(ACCEPT, json={"token": made["token"]})

    async with deck.database.reading() as session:
        told = {event.type: event for event in await read_after(session, 0, 100)}
    assert told["invitation.created"].data == {}
    assert told["invitation.accepted"].data == {"user_id": joined.json()["user_id"]}
    assert told["invitation.created"].subject_id == made["id"]


async def test_the_invitation_of_who_is_no_administrator_makes_no_account(
    deck: Deck, user: Person, admin: Person
) -> None:
    invitations = f"/organizations/{await deck.organization(owner=user)}/invitations"
    known = await deck.person(email="known@example.org")
    offers, refusals, token = [], [], ""
    for email in (known.email, "ceo@corp.example"):
        token = (await invited(user, invitations, email))["token"]
        body = {"token": token, "name": "Me", "password": PASSWORD}
        offers.append((await deck.client().get(f"/auth/invitations/{token}")).json()["sign_in_first"])
        anonymous = error_of(await deck.client().post(ACCEPT, json=body), 401)
        inviter = error_of(await user.client.post(ACCEPT, json=body), 403)
        refusals.append([(error["code"], error["message"], error.get("hint")) for error in (anonymous, inviter)])

    assert offers == [True, True]
    assert refusals[0] == refusals[1]
    assert refusals[0][0][0] == "SIGN_IN_FIRST"
    assert "administrator" in (refusals[0][0][2] or "")
    assert "provider" in (refusals[0][0][2] or "")
    assert (await admin.client.get("/users", params={"email": "ceo@corp.example"})).json()["items"] == []
    made = await admin.client.post("/users", json={"email": "ceo@corp.example", "name": "C", "password": PASSWORD})
    assert made.status_code == 201
    ceo = deck.client()
    signed = await ceo.post("/auth/login", json={"username": "ceo@corp.example", "password": PASSWORD})
    ceo.headers["Authorization"] = f"Bearer {signed.json()['access_token']}"
    assert (await ceo.post(ACCEPT, json={"token": token})).json()["role"] == "member"


async def test_an_inviter_must_still_be_an_administrator_to_make_an_account(
    deck: Deck, owner: Person, admin: Person, invitations: str
) -> None:
    made = await invited(owner, invitations)
    await admin.client.patch(f"/users/{owner.id}", json={"role": "user"})
    error_of(await deck.client().post(ACCEPT, json={"token": made["token"]}), 401)

    await admin.client.patch(f"/users/{owner.id}", json={"role": "admin"})
    assert (await deck.client().post(ACCEPT, json={"token": made["token"]})).json()["signed_in"] is True


async def test_a_server_may_let_the_invitations_of_owners_make_accounts(deck: Deck, user: Person) -> None:
    security = deck.parts.settings.security.model_copy(update={"invitations_make_accounts": "owners"})
    deck.use(settings=replace(deck.parts.settings, security=security))
    made = await invited(user, f"/organizations/{await deck.organization(owner=user)}/invitations")

    assert (await deck.client().get(f"/auth/invitations/{made['token']}")).json()["sign_in_first"] is False
    assert (await deck.client().post(ACCEPT, json={"token": made["token"]})).json()["signed_in"] is True


async def test_other_parts_may_ask_who_is_invited(deck: Deck, owner: Person, invitations: str) -> None:
    await invited(owner, invitations)

    async with deck.database.reading() as session:
        assert await is_invited(session, "ada@example.org", clock.now())
        assert not await is_invited(session, "bo@example.org", clock.now())
        assert not await is_invited(session, "ada@example.org", clock.now() + timedelta(days=8))


@both_dialects
async def test_who_may_no_longer_invite_counts_for_nothing_there(deck: Deck, user: Person, admin: Person) -> None:
    organization = f"/organizations/{await deck.organization(owner=user)}"
    other = await deck.person()
    await admin.client.post(f"{organization}/members", json={"user_id": other.id, "role": "owner"})
    await invited(other, f"{organization}/invitations")

    async def is_ada_invited() -> bool:
        async with deck.database.reading() as session:
            return await is_invited(session, "ada@example.org", clock.now())

    assert await is_ada_invited()
    await user.client.patch(f"{organization}/members/{other.id}", json={"role": "member"})
    assert not await is_ada_invited()
    await user.client.patch(f"{organization}/members/{other.id}", json={"role": "owner"})
    await admin.client.patch(f"/users/{other.id}", json={"disabled": True})
    assert not await is_ada_invited()
    await admin.client.patch(f"/users/{other.id}", json={"disabled": False})
    assert await is_ada_invited()
    await user.client.delete(f"{organization}/members/{other.id}")
    assert not await is_ada_invited()
    await admin.client.patch(f"/users/{other.id}", json={"role": "admin"})
    assert await is_ada_invited()


def test_the_log_masks_the_link() -> None:
    masked = Redaction()(None, "", {"path": "/api/v1/auth/invitations/qdi_" + "x" * 43})

    assert masked["path"] == "/api/v1/auth/invitations/[redacted]"
