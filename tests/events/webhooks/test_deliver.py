"""Deliveries over real connections: signed, tried again, given up, and sent again by hand."""

import asyncio
from datetime import timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from sqlalchemy import update
from standardwebhooks import Webhook, WebhookVerificationError

from quarterdeck.events.api import purge_sent
from quarterdeck.events.webhooks import deliver
from quarterdeck.events.webhooks.deliver import record_outcome
from quarterdeck.events.webhooks.models import webhooks
from quarterdeck.events.webhooks.schedule import STEPS, Outcome
from quarterdeck.events.webhooks.types import WebhookDelivery
from quarterdeck.infra.database import Session
from quarterdeck.infra.jobs import Worker
from quarterdeck.infra.jobs.models import jobs
from quarterdeck.infra.settings.jobs import JobSettings
from quarterdeck.kit import clock
from tests.events.webhooks.post import Post, status
from tests.identity.decks import error_of
from tests.servers.trap import Asked

both_dialects = pytest.mark.parametrize("dialect", ["sqlite", "postgresql"], indirect=True)
MOST_JITTER = 1.2


def verified(made: dict[str, Any], asked: Asked) -> Any:
    """What the public library makes of a request."""
    return Webhook(made["secret"]).verify(asked.body, asked.headers)


async def later(post: Post, by: timedelta) -> None:
    clock.advance(by)
    await post.work()


@both_dialects
async def test_the_public_library_accepts_what_is_sent(post: Post) -> None:
    made = await post.webhook()
    post.receiver.answers("/in", status(200, body="thanks"))
    await post.tell(data={"name": "Größe"})
    await post.work()

    (asked,) = post.heard
    assert verified(made, asked)["data"]["data"] == {"name": "Größe"}
    assert (asked.method, asked.headers["content-type"]) == ("POST", "application/json")
    assert asked.headers["user-agent"].startswith("Quarterdeck/")
    (delivery,) = await post.deliveries(made)
    assert (delivery["state"], delivery["attempts"], delivery["response_status"]) == ("succeeded", 1, 200)
    assert (delivery["response_excerpt"], delivery["error"], delivery["next_attempt_at"]) == ("thanks", None, None)
    assert delivery["event_id"] == asked.headers["webhook-id"]
    assert delivery["finished_at"] is not None
    assert delivery["response_ms"] > 0


async def test_the_library_refuses_what_is_not_ours(post: Post) -> None:
    made, other = await post.webhook(), await post.webhook(client=post.stranger.client)
    await post.tell()
    await post.work()
    (asked,) = post.heard

    old = asked.headers | {"webhook-timestamp": str(int(asked.headers["webhook-timestamp"]) - 600)}
    for forged in (
        Asked("POST", "/in", asked.headers, asked.body + b" "),
        Asked("POST", "/in", asked.headers | {"webhook-id": "another"}, asked.body),
        Asked("POST", "/in", old, asked.body),
    ):
        with pytest.raises(WebhookVerificationError):
            verified(made, forged)
    with pytest.raises(WebhookVerificationError):
        verified(other, asked)
    assert verified(made, asked)


async def test_after_a_rotation_both_secrets_sign_for_a_day(post: Post) -> None:
    made = await post.webhook()
    with clock.frozen(clock.now()):
        rotated = (await post.owner.client.post(f"/webhooks/{made['id']}/rotate-secret")).json()
        assert rotated["secret"] != made["secret"]
        await post.tell()
        await post.work()
        assert verified(made, post.heard[0])
        assert verified(rotated, post.heard[0])

        clock.advance(timedelta(hours=24, seconds=1))
        await post.tell()
        await post.work()
        assert len(post.heard[1].headers["webhook-signature"].split()) == 1


async def test_after_a_leak_the_old_secret_signs_no_more(post: Post) -> None:
    made = await post.webhook()
    rotate = f"/webhooks/{made['id']}/rotate-secret"
    error_of(await post.owner.client.post(rotate, json={"keep_old_hours": 169}), 422)

    rotated = (await post.owner.client.post(rotate, json={"keep_old_hours": 0})).json()

    await post.tell()
    await post.work()
    (asked,) = post.heard
    assert len(asked.headers["webhook-signature"].split()) == 1
    assert verified(rotated, asked)


@both_dialects
async def test_a_failure_is_tried_again_on_the_schedule_until_it_succeeds(post: Post) -> None:
    with clock.frozen(clock.now()):
        made = await post.webhook()
        post.receiver.answers("/in", status(500, body="boom"))
        await post.tell()
        await post.work()

        for attempts, step in enumerate(STEPS[:3], start=1):
            (delivery,) = await post.deliveries(made)
            assert (delivery["state"], delivery["attempts"]) == ("pending", attempts)
            assert (delivery["error"], delivery["response_excerpt"]) == ("status", "boom")
            await later(post, step * 0.99)
            assert len(post.heard) == attempts, "too early"
            await later(post, step * 0.01 + step * (MOST_JITTER - 1))
            assert len(post.heard) == attempts + 1
        post.receiver.answers("/in", status(204))
        await later(post, STEPS[3] * MOST_JITTER)

        (delivery,) = await post.deliveries(made)
        assert (delivery["state"], delivery["attempts"], delivery["error"]) == ("succeeded", 5, None)
        assert len({asked.headers["webhook-id"] for asked in post.heard}) == 1
        assert len({asked.body for asked in post.heard}) == 1
        assert len({asked.headers["webhook-timestamp"] for asked in post.heard}) == 5
        assert (await post.get(f"/webhooks/{made['id']}"))["failing_since"] is None


async def test_after_the_last_attempt_it_is_failed_and_can_be_sent_again_by_hand(post: Post) -> None:
    with clock.frozen(clock.now()):
        made = await post.webhook()
        post.receiver.answers("/in", status(503))
        await post.tell()
        await post.work()
        for step in STEPS:
            await later(post, step * MOST_JITTER)
        (delivery,) = await post.deliveries(made, state="failed")
        assert (delivery["attempts"], len(post.heard)) == (10, 10)
        await later(post, timedelta(days=3))
        assert len(post.heard) == 10

        post.receiver.answers("/in", status(200))
        address = f"/webhooks/{made['id']}/deliveries/{delivery['id']}/redeliver"
        again = await post.owner.client.post(address)
        assert (again.status_code, again.json()["state"], again.json()["attempts"]) == (202, "pending", 0)
        assert error_of(await post.owner.client.post(address), 409)["code"] == "DELIVERY_PENDING"
        await post.work()

        (delivery,) = await post.deliveries(made, state="succeeded")
        assert (delivery["attempts"], len(post.heard)) == (1, 11)
        assert post.heard[10].headers["webhook-id"] == post.heard[0].headers["webhook-id"]


@pytest.mark.parametrize("as_date", [False, True])
async def test_the_receivers_wish_to_wait_is_honoured(post: Post, as_date: bool) -> None:
    with clock.frozen(clock.now().replace(microsecond=0)):
        wish = format_datetime(clock.now() + timedelta(hours=2), usegmt=True) if as_date else "7200"
        await post.webhook()
        post.receiver.answers("/in", status(429, f"Retry-After: {wish}"))
        await post.tell()
        await post.work()

        await later(post, timedelta(hours=2, seconds=-1))
        assert len(post.heard) == 1
        await later(post, timedelta(seconds=1))
        assert len(post.heard) == 2


async def test_gone_disables_the_webhook_says_so_and_gives_up_what_waits(post: Post) -> None:
    made, watcher = await post.webhook(), await post.webhook("webhook.disabled", url=f"{post.url}/watch")
    post.receiver.answers("/in", status(410))
    for _ in range(3):
        await post.tell()
    await post.work()
    await post.work()

    found = await post.get(f"/webhooks/{made['id']}")
    assert (found["enabled"], found["disabled_reason"], found["version"]) == (False, "gone", 2)
    assert [asked.target for asked in post.heard].count("/in") == 1
    states = [(each["state"], each["error"]) for each in await post.deliveries(made)]
    assert states == [("failed", "disabled")] * 3
    (watched,) = [asked for asked in post.heard if asked.target == "/in/watch"]
    assert verified(watcher, watched)["data"]["data"] == {"reason": "gone"}
    admin = await post.deck.person("admin")
    (audited,) = (await admin.client.get("/audit", params={"action": "webhook.disable"})).json()["items"]
    assert (audited["object_id"], audited["actor_id"], audited["facts"]) == (made["id"], None, {"reason": "gone"})

    for act in ("test", f"deliveries/{(await post.deliveries(made))[0]['id']}/redeliver"):
        refused = await post.owner.client.post(f"/webhooks/{made['id']}/{act}")
        assert error_of(refused, 409)["code"] == "WEBHOOK_DISABLED"
    enabled = (await post.owner.client.patch(f"/webhooks/{made['id']}", json={"enabled": True})).json()
    assert (enabled["enabled"], enabled["disabled_reason"], enabled["failing_since"]) == (True, None, None)


async def test_a_webhook_that_fails_for_days_is_disabled_and_one_success_saves_it(post: Post) -> None:
    with clock.frozen(clock.now()):
        made, saved = await post.webhook(), await post.webhook(url=f"{post.url}/other")
        for target in ("/in", "/in/other"):
            post.receiver.answers(target, status(500))
        for day in range(7):
            await post.tell()
            await post.work()
            await later(post, timedelta(hours=1))
            if day == 3:
                post.receiver.answers("/in/other", status(200))
                await post.tell()
                await post.work()
                post.receiver.answers("/in/other", status(500))
            clock.advance(timedelta(hours=23))

        found = await post.get(f"/webhooks/{made['id']}")
        assert (found["enabled"], found["disabled_reason"]) == (False, "failing")
        assert (await post.get(f"/webhooks/{saved['id']}"))["enabled"] is True


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
async def test_a_redirect_is_a_failure_and_is_not_followed(post: Post, code: int) -> None:
    made = await post.webhook()
    post.receiver.answers("/in", status(code, f"Location: {post.url}/elsewhere"))
    await post.tell()
    await post.work()

    (delivery,) = await post.deliveries(made)
    assert (delivery["state"], delivery["error"], delivery["response_status"]) == ("pending", "status", code)
    assert [asked.target for asked in post.heard] == ["/in"]


@pytest.mark.parametrize("patience", [0.5], indirect=True)
async def test_a_slow_receiver_is_left(post: Post) -> None:
    slow = await post.webhook()

    async def never(_writer: asyncio.StreamWriter) -> None:
        await asyncio.Event().wait()

    post.receiver.scripts["/in"] = never
    await post.tell()
    await post.work()

    assert [(each["state"], each["error"]) for each in await post.deliveries(slow)] == [("pending", "timeout")]


async def test_an_answer_that_cannot_be_read_is_an_answer(post: Post) -> None:
    odd = await post.webhook()
    post.receiver.answers("/in", status(200, "Content-Encoding: br", body="\x0b\x02"))
    await post.tell()
    await post.work()

    assert [(each["state"], each["error"]) for each in await post.deliveries(odd)] == [("succeeded", None)]


async def test_an_address_that_became_private_is_not_connected_to(post: Post) -> None:
    made, lawful = await post.webhook(), await post.webhook()
    async with post.database.writing() as session:
        await session.run(update(webhooks).where(webhooks.c.id == made["id"]).values(url="https://localhost/in"))
    await post.tell()
    await post.work()

    assert [(each["state"], each["error"]) for each in await post.deliveries(made)] == [("pending", "refused")]
    assert [each["state"] for each in await post.deliveries(lawful)] == ["succeeded"]
    assert post.receiver.connections == 1
    admin = await post.deck.person("admin")
    (audited,) = (await admin.client.get("/audit", params={"action": "webhook.deliver"})).json()["items"]
    assert (audited["outcome"], audited["object_id"]) == ("denied", made["id"])


async def test_what_a_receiver_answers_is_kept_in_part_and_cleaned(post: Post) -> None:
    made = await post.webhook()
    post.receiver.answers("/in", status(500, body="\x00\x1b[31mno\n" + "x" * 50_000))
    await post.tell()
    await post.work()

    (delivery,) = await post.deliveries(made)
    assert delivery["response_excerpt"] == ("[31mno\n" + "x" * 50_000)[:1_000]


@both_dialects
async def test_a_worker_that_dies_after_sending_sends_again_under_the_same_id(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    with clock.frozen(clock.now()):
        made = await post.webhook()
        await post.tell()
        await post.dispatch()
        with monkeypatch.context() as broken:
            broken.setattr(deliver, "record_outcome", dying)
            await post.worker.run_until_idle()
        (delivery,) = await post.deliveries(made)
        assert (len(post.heard), delivery["state"], delivery["attempts"]) == (1, "pending", 0)

        await later(post, timedelta(minutes=10))

        (delivery,) = await post.deliveries(made)
        assert (len(post.heard), delivery["state"], delivery["attempts"]) == (2, "succeeded", 1)
        assert post.heard[0].headers["webhook-id"] == post.heard[1].headers["webhook-id"]


async def dying(*_: object) -> None:
    raise ConnectionResetError


async def test_of_two_workers_with_the_same_delivery_one_writes_it_down(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await post.webhook()
    await post.tell()

    async def write_twice(session: Session, webhook_id: str, delivery: WebhookDelivery, outcome: Outcome) -> None:
        await record_outcome(session, webhook_id, delivery, outcome)
        await record_outcome(session, webhook_id, delivery, Outcome(error="timeout"))

    monkeypatch.setattr(deliver, "record_outcome", write_twice)
    with clock.frozen(clock.now()):
        post.receiver.answers("/in", status(500))
        await post.work()
        (delivery,) = await post.deliveries(made)
        assert (delivery["attempts"], delivery["state"], delivery["error"]) == (1, "pending", "status")

        post.receiver.answers("/in", status(200))
        await later(post, STEPS[0] * MOST_JITTER)

    (delivery,) = await post.deliveries(made)
    assert (delivery["attempts"], delivery["state"], delivery["error"]) == (2, "succeeded", None)
    assert (await post.get(f"/webhooks/{made['id']}"))["failing_since"] is None


async def test_a_delivery_whose_job_was_lost_is_found_again(post: Post) -> None:
    made = await post.webhook()
    await post.tell()
    await post.dispatch()
    async with post.database.writing() as session:
        await session.run(update(jobs).values(state="failed", finished_at=clock.now()))
    assert post.heard == []

    await post.work()

    assert [each["state"] for each in await post.deliveries(made)] == ["succeeded"]


async def test_a_long_queue_is_worked_off_in_turns(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deliver, "MOST_A_JOB", 2)
    made = await post.webhook()
    for _ in range(5):
        await post.tell()
    await post.work()

    assert [each["state"] for each in await post.deliveries(made)] == ["succeeded"] * 5
    assert len(post.heard) == 5


@pytest.mark.parametrize("patience", [1.0], indirect=True)
async def test_after_a_receiver_let_its_time_run_out_others_get_their_turn(post: Post) -> None:
    slow, quick = await post.webhook(url=f"{post.url}/slow"), await post.webhook()

    async def never(_writer: asyncio.StreamWriter) -> None:
        await asyncio.Event().wait()

    post.receiver.scripts["/in/slow"] = never
    for _ in range(3):
        await post.tell()
    await post.dispatch()
    one_hand = Worker(post.database, JobSettings(job_concurrency=1), post.worker._handlers)
    await one_hand.run_until_idle()

    turns = [asked.target for asked in post.heard]
    assert turns[:4] == ["/in/slow", "/in", "/in", "/in"]
    assert [each["state"] for each in await post.deliveries(quick)] == ["succeeded"] * 3
    assert {each["error"] for each in await post.deliveries(slow)} == {"timeout"}


async def test_a_secret_that_does_not_open_disables_the_webhook(post: Post) -> None:
    made, other = await post.webhook(), await post.webhook()
    async with post.database.writing() as session:
        rows = {row.id: row for row in await session.rows(webhooks.select())}
        stolen = rows[other["id"]].sealed_secret
        await session.run(update(webhooks).where(webhooks.c.id == made["id"]).values(sealed_secret=stolen))
    await post.tell()
    await post.work()

    found = await post.get(f"/webhooks/{made['id']}")
    assert (found["enabled"], found["disabled_reason"]) == (False, "secret_unreadable")
    assert [verified(other, asked)["type"] for asked in post.heard] == ["thing.made"]


async def test_a_ping_is_signed_tried_once_and_listed(post: Post) -> None:
    with clock.frozen(clock.now()):
        made = await post.webhook("repository.*")
        sent = await post.owner.client.post(f"/webhooks/{made['id']}/test")
        assert (sent.status_code, sent.json()["event_type"]) == (202, "webhook.test")
        await post.work()
        assert verified(made, post.heard[0])["data"]["subject"] == {"type": "webhook", "id": made["id"]}

        post.receiver.answers("/in", status(500))
        await post.owner.client.post(f"/webhooks/{made['id']}/test")
        await post.work()
        assert [each["state"] for each in await post.deliveries(made)] == ["succeeded", "failed"]


async def test_a_delivery_belongs_to_its_webhook(post: Post) -> None:
    made, other = await post.webhook(), await post.webhook("other.*")
    await post.tell()
    await post.work()
    (delivery,) = await post.deliveries(made)

    error_of(await post.owner.client.post(f"/webhooks/{other['id']}/deliveries/{delivery['id']}/redeliver"), 404)
    sent = await post.owner.client.post(f"/webhooks/{made['id']}/deliveries/{delivery['id']}/redeliver")
    assert sent.status_code == 202


async def test_disabling_by_hand_gives_up_what_waits(post: Post) -> None:
    with clock.frozen(clock.now()):
        made = await post.webhook()
        post.receiver.answers("/in", status(500))
        await post.tell()
        await post.work()
        await post.owner.client.patch(f"/webhooks/{made['id']}", json={"enabled": False})
        await later(post, timedelta(days=1))

        (delivery,) = await post.deliveries(made)
        assert (delivery["state"], delivery["error"], len(post.heard)) == ("failed", "disabled", 1)
        assert (await post.get(f"/webhooks/{made['id']}"))["disabled_reason"] is None


@both_dialects
async def test_finished_deliveries_are_kept_for_their_days_and_pending_ones_stay(post: Post) -> None:
    settings = post.deck.parts.settings
    with clock.frozen(clock.now()):
        made, failing = await post.webhook(), await post.webhook(url=f"{post.url}/failing")
        post.receiver.answers("/in/failing", status(500, "Retry-After: 86400"))
        await post.tell()
        await post.work()
        clock.advance(timedelta(days=settings.outbound.webhook_keep_days, seconds=-1))
        async with post.database.writing() as session:
            assert await purge_sent(session, settings) == 0
        clock.advance(timedelta(seconds=2))
        async with post.database.writing() as session:
            assert await purge_sent(session, settings) == 1

        assert await post.deliveries(made) == []
        assert len(await post.deliveries(failing)) == 1
