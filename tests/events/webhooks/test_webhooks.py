"""Webhooks as their people see them."""

from typing import Any

import pytest
from sqlalchemy import select

from quarterdeck.events.webhooks import service
from quarterdeck.events.webhooks.models import webhooks
from tests.events.webhooks.post import Post
from tests.identity.decks import Person, error_of

both_dialects = pytest.mark.parametrize("dialect", ["sqlite", "postgresql"], indirect=True)
PUBLIC = "https://hooks.example.com/in"


async def audited(post: Post, **wanted: str) -> list[tuple[str, str]]:
    admin = await post.deck.person("admin")
    await post.deck.identity.deferred_writes.drain()
    found = (await admin.client.get("/audit", params=wanted)).json()["items"][::-1]
    return [(item["action"], item["outcome"]) for item in found]


@both_dialects
async def test_a_webhook_is_made_read_changed_and_removed(post: Post) -> None:
    made = await post.webhook("repository.*", "member.added", description="To the chat")
    secret = made.pop("secret")

    assert secret.startswith("whsec_")
    assert (made["organization_id"], made["enabled"], made["version"]) == (post.organization_id, True, 1)
    assert (made["event_types"], made["disabled_reason"]) == (["member.added", "repository.*"], None)
    assert await post.get(f"/webhooks/{made['id']}") == made
    assert (await post.get("/webhooks"))["items"] == [made]

    address = f"/webhooks/{made['id']}"
    changed = await post.owner.client.patch(
        address, json={"event_types": ["*"], "url": PUBLIC}, headers={"If-Match": "1"}
    )
    assert changed.status_code == 200, changed.text
    assert (changed.json()["url"], changed.json()["event_types"], changed.json()["version"]) == (PUBLIC, ["*"], 2)
    error_of(await post.owner.client.patch(address, json={"enabled": False, "expected_version": 1}), 409)

    assert (await post.owner.client.post(f"{address}/rotate-secret", json={"keep_old_hours": 1})).status_code == 200
    assert (await post.owner.client.delete(address)).status_code == 204
    error_of(await post.owner.client.get(address), 404)
    assert await audited(post, object_id=made["id"]) == [
        ("webhook.create", "success"),
        ("webhook.update", "success"),
        ("webhook.rotate", "success"),
        ("webhook.delete", "success"),
    ]


async def test_what_happens_to_a_webhook_is_told_and_never_where_it_goes(post: Post) -> None:
    first = await post.webhook("webhook.*")
    second = await post.webhook("*", url=f"{post.url}/secret-path")
    await post.owner.client.patch(f"/webhooks/{second['id']}", json={"enabled": False})
    await post.owner.client.post(f"/webhooks/{second['id']}/rotate-secret")
    await post.owner.client.delete(f"/webhooks/{second['id']}")
    await post.work()

    told = [asked.body.decode() for asked in post.heard if asked.target == "/in"]
    assert [body.partition('"type":"')[2].partition('"')[0] for body in told] == [
        "webhook.created",
        "webhook.created",
        "webhook.updated",
        "webhook.rotated",
        "webhook.deleted",
    ]
    assert first["id"] in told[0]
    assert not any("secret-path" in body for body in told)


async def test_the_secret_is_shown_once_and_kept_sealed_to_its_row(post: Post) -> None:
    made = await post.webhook()
    other = await post.webhook()

    assert "secret" not in await post.get(f"/webhooks/{made['id']}")
    async with post.database.reading() as session:
        rows = {row.id: row for row in await session.rows(select(webhooks))}
    assert made["secret"].removeprefix("whsec_").encode() not in bytes(rows[made["id"]].sealed_secret)
    assert made["secret"] != other["secret"]


async def test_strangers_see_nothing_and_viewers_are_refused(post: Post) -> None:
    made = await post.webhook()
    viewer, member = await post.deck.person(email="viewer@example.org"), await post.deck.person(email="m@example.org")
    await post.deck.person("admin", "admin@example.org")
    await post.deck.join(post.organization_id, viewer, "viewer")
    await post.deck.join(post.organization_id, member, "member")

    for status, person in ((404, post.stranger), (403, viewer)):
        for method, address, body in every_act(made["id"]):
            error_of(await person.client.request(method, address, json=body), status)
        assert (await person.client.get("/webhooks")).json()["items"] == []
    refused = await viewer.client.post("/webhooks", json={"url": PUBLIC, "event_types": ["*"]})
    assert error_of(refused, 403)["code"] == "NOT_A_MEMBER"
    foreign = {"url": PUBLIC, "event_types": ["*"], "organization_id": post.organization_id}
    error_of(await post.stranger.client.post("/webhooks", json=foreign), 422)
    assert (await member.client.get("/webhooks")).json()["total"] == 1
    assert (await member.client.get(f"/webhooks/{made['id']}")).status_code == 200


def every_act(webhook_id: str) -> list[tuple[str, str, dict[str, Any] | None]]:
    address, nobody = f"/webhooks/{webhook_id}", "01a2006c-cd7f-7579-940e-f29154f4d890"
    return [
        ("GET", address, None),
        ("PATCH", address, {"enabled": False}),
        ("POST", f"{address}/rotate-secret", None),
        ("POST", f"{address}/test", None),
        ("GET", f"{address}/deliveries", None),
        ("POST", f"{address}/deliveries/{nobody}/redeliver", None),
        ("DELETE", address, None),
    ]


async def test_lists_are_narrowed_to_an_organization(post: Post) -> None:
    ours = await post.webhook()
    theirs = await post.webhook(client=post.stranger.client)
    admin = await post.deck.person("admin")

    async def seen(person: Person, **params: str) -> list[str]:
        items = (await person.client.get("/webhooks", params=params)).json()["items"]
        return [item["id"] for item in items]

    assert await seen(admin) == [ours["id"], theirs["id"]]
    assert await seen(admin, organization_id=post.foreign_id) == [theirs["id"]]
    assert await seen(post.owner, organization_id=post.foreign_id) == []
    assert await seen(post.owner, organization_id=post.organization_id) == [ours["id"]]


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example.com/in",
        "https://127.0.0.1/in",
        "http://127.0.0.1:1/in",  # listed for other purposes
        "https://localhost/in",
        "https://[::ffff:127.0.0.1]/in",
        "https://2130706433/in",
        "https://169.254.169.254/latest/meta-data",
        "https://user:secret@hooks.example.com/in",
        "https://hooks.example.com/in#x",
        "ftp://hooks.example.com/in",
        "hooks.example.com",
    ],
)
async def test_an_address_that_may_not_be_called_is_refused_at_once_and_audited(post: Post, url: str) -> None:
    made = await post.webhook(url=PUBLIC)
    for refused in (
        await post.owner.client.post("/webhooks", json={"url": url, "event_types": ["*"]}),
        await post.owner.client.patch(f"/webhooks/{made['id']}", json={"url": url}),
    ):
        assert error_of(refused, 422)["code"] == "DESTINATION_REFUSED"
        assert url not in refused.text

    assert await audited(post, outcome="denied") == [("access.denied", "denied")] * 2
    assert (await post.get(f"/webhooks/{made['id']}"))["url"] == PUBLIC
    assert (await post.webhook(url="https://Hooks.example.com./in"))["url"] == PUBLIC


@pytest.mark.parametrize(
    "wrong",
    [
        {"event_types": []},
        {"event_types": ["Repository.*"]},
        {"event_types": ["repository"]},
        {"event_types": ["*.synced"]},
        {"event_types": ["a.b"] * 51},
        {"event_types": "*"},
        {"url": ""},
        {"url": "https://hooks.example.com/" + "a" * 2_000},
        {"description": "a" * 501},
        {"secret": "whsec_mine"},
        {"created_by": "me"},
    ],
)
async def test_a_body_that_is_not_right_is_refused_and_nothing_is_made(post: Post, wrong: dict[str, Any]) -> None:
    body = {"url": PUBLIC, "event_types": ["*"]} | wrong

    error_of(await post.owner.client.post("/webhooks", json=body), 422)

    assert (await post.get("/webhooks"))["total"] == 0
    assert await post.webhook(url=PUBLIC)


async def test_an_organization_has_a_bounded_number_of_webhooks(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "MOST_OF_ONE_ORGANIZATION", 2)
    await post.webhook()
    await post.webhook()

    refused = await post.owner.client.post("/webhooks", json={"url": PUBLIC, "event_types": ["*"]})

    assert error_of(refused, 409)["code"] == "TOO_MANY_WEBHOOKS"
    assert await post.webhook(client=post.stranger.client)
