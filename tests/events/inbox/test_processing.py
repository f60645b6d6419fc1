"""Reading what was taken in: events in our words, what reacts to them, and what cannot be read."""

from typing import Any
from urllib.parse import quote_from_bytes

import pytest
from sqlalchemy import select

from quarterdeck.events.inbox.processing import process
from quarterdeck.events.inbox.service import PROCESS
from quarterdeck.events.inbox.types import NormalizedEvent
from quarterdeck.infra.database import Session
from quarterdeck.infra.jobs import JobContext
from quarterdeck.infra.jobs.models import jobs
from quarterdeck.insights.repositories import location, repository
from quarterdeck.kit.errors import Unavailable
from quarterdeck.kit.ids import new_id
from tests.events.inbox import payloads, senders
from tests.events.inbox.conftest import Inbox, Made
from tests.events.inbox.senders import Sent, encoded
from tests.identity.decks import error_of

FORM = "application/x-www-form-urlencoded"


async def processed(inbox: Inbox, source: Made, sent: Sent) -> Made:
    assert (await inbox.deliver(source, sent)).status_code == 202
    await inbox.work()
    return (await inbox.deliveries())[0]


@pytest.mark.parametrize(
    ("event", "payload", "told"),
    [
        ("push", payloads.GITHUB_PUSH, {"ref": "refs/heads/main", "commits": 2, "sender": "ada"}),
        (
            "pull_request",
            payloads.GITHUB_PULL_REQUEST,
            {"number": 7, "action": "closed", "merged": True, "base": "main"},
        ),
        ("issues", payloads.GITHUB_ISSUES, {"number": 8, "action": "opened", "author": "bo"}),
        ("workflow_run", payloads.GITHUB_WORKFLOW_RUN, {"conclusion": "failure", "workflow": "CI", "run_id": 5}),
        ("ping", {"zen": "Speak like a human.", "hook_id": 9}, {"hook_id": 9}),
    ],
)
async def test_github_is_told_in_our_words(inbox: Inbox, event: str, payload: Made, told: Made) -> None:
    source = await inbox.source("github")

    assert (await processed(inbox, source, senders.github(source["secret"], payload, event)))["state"] == "processed"

    (found,) = await inbox.events("github.")
    assert (found.type, found.organization_id, found.scope) == (
        f"github.{event}",
        inbox.organization_id,
        "repositories:read",
    )
    assert told.items() <= found.data.items()


async def test_github_sends_forms_too(inbox: Inbox) -> None:
    source = await inbox.source("github")
    body = b"payload=" + quote_from_bytes(encoded(payloads.GITHUB_PUSH)).encode()

    assert (await processed(inbox, source, senders.github(source["secret"], body, content_type=FORM)))["error"] is None

    (found,) = await inbox.events("github.push")
    assert found.data["repository"] == "Acme/Rocket"


@pytest.mark.parametrize(
    ("event", "payload", "told"),
    [
        ("Push Hook", payloads.GITLAB_PUSH, {"type": "gitlab.push", "repository": "acme/rocket", "commits": 1}),
        ("Merge Request Hook", payloads.GITLAB_MERGE_REQUEST, {"type": "gitlab.merge_request", "action": "merge"}),
        ("Pipeline Hook", {"object_kind": "pipeline", "object_attributes": {"status": "failed"}}, {"status": "failed"}),
    ],
)
async def test_gitlab_is_told_in_our_words(inbox: Inbox, event: str, payload: Made, told: Made) -> None:
    source = await inbox.source("gitlab")

    await processed(inbox, source, senders.gitlab(source["secret"], payload, event))

    (found,) = await inbox.events("gitlab.")
    assert told.items() <= (found.data | {"type": found.type}).items()


@pytest.mark.parametrize(
    ("resource", "payload", "told"),
    [
        ("issue", payloads.SENTRY_ISSUE, {"action": "created", "short_id": "ROCKET-1", "issue_id": "117"}),
        ("event_alert", payloads.SENTRY_ALERT, {"issue_id": "117", "rule": "Loud", "title": "ZeroDivisionError"}),
    ],
)
async def test_sentry_is_told_in_our_words(inbox: Inbox, resource: str, payload: Made, told: Made) -> None:
    source = await inbox.source("sentry")

    await processed(inbox, source, senders.sentry(source["secret"], payload, resource))

    (found,) = await inbox.events("sentry.")
    assert (found.type, found.scope) == (f"sentry.{resource}", "sentry:read")
    assert told.items() <= found.data.items()


async def test_anything_else_is_told_by_its_own_type(inbox: Inbox) -> None:
    source = await inbox.source("generic")

    await processed(inbox, source, senders.generic(source["secret"], payloads.INVOICE))

    (found,) = await inbox.events("generic.")
    assert (found.type, found.data["type"]) == ("generic.received", "invoice.paid")


async def test_what_we_have_no_words_for_is_kept_and_ignored(inbox: Inbox) -> None:
    source = await inbox.source("github")

    kept = await processed(inbox, source, senders.github(source["secret"], {"action": "created"}, "star"))

    assert kept["state"] == "ignored"
    assert await inbox.events("github.") == []


@pytest.mark.parametrize(
    "payload", [{"repository": 5, "commits": "x"}, {"repository": {"clone_url": ["x"], "html_url": {}}}, {"ref": None}]
)
async def test_a_payload_of_another_shape_is_told_as_far_as_it_goes(inbox: Inbox, payload: Made) -> None:
    source = await inbox.source("github")

    assert (await processed(inbox, source, senders.github(source["secret"], payload)))["state"] == "processed"
    (found,) = await inbox.events("github.push")
    assert found.data == {"addresses": [], "commits": 0}


@pytest.mark.parametrize(
    ("body", "content_type", "problem"),
    [
        (b'{"ref": "refs/he', "application/json", "line 1"),
        (b'{"ref": "\xff"}', "application/json", "not UTF-8"),
        (b'{"a":' * 5_000 + b"1" + b"}" * 5_000, "application/json", "nested deeper"),
        (b'{"a": NaN}', "application/json", "finite"),
        (b'{"a": 1, "a": 2}', "application/json", "twice"),
        (b'{"a": "\\u0000"}', "application/json", "NUL"),
        (b"[1, 2]", "application/json", "not a JSON object"),
        (b"", "application/json", "not valid JSON"),
        (b"<xml/>", "text/xml", "not valid JSON"),
        (b"payload=%7B%7D&payload=%7B%7D", FORM, "no field `payload`"),
        (b"other=1", FORM, "no field `payload`"),
        (b"payload", FORM, "cannot be read"),
        (b"&".join(b"a=1" for _ in range(50)), FORM, "cannot be read"),
    ],
)
async def test_what_cannot_be_read_is_kept_with_the_reason(
    inbox: Inbox, body: bytes, content_type: str, problem: str
) -> None:
    source = await inbox.source("github")

    kept = await processed(inbox, source, senders.github(source["secret"], body, content_type=content_type))

    assert (kept["state"], kept["size"]) == ("failed", len(body))
    assert problem in kept["error"]
    assert await inbox.events("github.") == []


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"], indirect=True)
@pytest.mark.parametrize(
    ("registered", "kind"),
    [
        ("https://github.com/acme/rocket", "github"),
        ("https://GitHub.com/Acme/Rocket.git/", "github"),
        ("https://gitlab.com/acme/rocket.git", "gitlab"),
    ],
)
async def test_a_push_has_its_repository_read_again(inbox: Inbox, registered: str, kind: str) -> None:
    ours, theirs = await repository_at(inbox, registered), await repository_of_a_stranger(inbox, registered)
    unrelated = await repository_at(inbox, "https://github.com/acme/rocket-2")
    source = await inbox.source(kind)
    send = {
        "github": lambda: senders.github(source["secret"], payloads.GITHUB_PUSH),
        "gitlab": lambda: senders.gitlab(source["secret"], payloads.GITLAB_PUSH),
    }

    answer = await inbox.deliver(source, send[kind]())
    context = JobContext("job", {"delivery_id": answer.json()["id"]}, 1, None)
    await inbox.deck.app.state.parts.worker._handlers[PROCESS](context)

    assert await waiting_sync(inbox, ours) is not None
    assert await waiting_sync(inbox, theirs) is None
    assert await waiting_sync(inbox, unrelated) is None


async def test_a_reaction_that_fails_takes_the_events_back_and_the_next_try_tells_them_once(inbox: Inbox) -> None:
    source = await inbox.source("github")
    answer = await inbox.deliver(source, senders.github(source["secret"], payloads.GITHUB_PUSH))
    context = JobContext("job", {"delivery_id": answer.json()["id"]}, 1, None)
    tries: list[str] = []

    async def stumble_once(_session: Session, _organization_id: str, told: NormalizedEvent) -> None:
        tries.append(told.type.name)
        if len(tries) == 1:
            raise Unavailable

    reactions = {"github.push": (stumble_once,)}
    with pytest.raises(Unavailable):
        await process(inbox.deck.database, reactions, context)
    assert ((await inbox.deliveries())[0]["state"], await inbox.events("github.")) == ("received", [])

    await process(inbox.deck.database, reactions, context)
    assert ((await inbox.deliveries())[0]["state"], len(await inbox.events("github."))) == ("processed", 1)


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"], indirect=True)
async def test_a_job_that_is_taken_over_after_its_commit_tells_nothing_twice(inbox: Inbox) -> None:
    source = await inbox.source("github")
    answer = await inbox.deliver(source, senders.github(source["secret"], payloads.GITHUB_PUSH))
    context = JobContext("job", {"delivery_id": answer.json()["id"]}, 1, None)
    reacted: list[str] = []

    async def react(_session: Session, _organization_id: str, told: NormalizedEvent) -> None:
        reacted.append(told.type.name)

    reactions = {"github.push": (react,)}
    first = await process(inbox.deck.database, reactions, context)
    second = await process(inbox.deck.database, reactions, context)

    assert (first, "skipped" in second) == ({"state": "processed", "events": ["github.push"]}, True)
    assert (reacted, len(await inbox.events("github."))) == (["github.push"], 1)


async def test_a_delivery_is_processed_again_when_asked(inbox: Inbox) -> None:
    source = await inbox.source("github")
    kept = await processed(inbox, source, senders.github(source["secret"], payloads.GITHUB_PUSH))

    again = await inbox.owner.client.post(f"/inbox/deliveries/{kept['id']}/reprocess")

    assert (again.status_code, again.json()["state"]) == (202, "received")
    await inbox.work()
    assert len(await inbox.events("github.push")) == 2
    assert (await inbox.deliveries(state="processed"))[0]["id"] == kept["id"]


async def test_a_viewer_neither_reads_nor_reprocesses_and_a_member_does(inbox: Inbox) -> None:
    source = await inbox.source("github")
    kept = await processed(inbox, source, senders.github(source["secret"], payloads.GITHUB_PUSH))
    viewer, member = await inbox.joined("viewer"), await inbox.joined("member")
    there = f"/inbox/deliveries/{kept['id']}"

    assert (await viewer.client.get("/inbox/deliveries")).json()["items"] == []
    error_of(await viewer.client.get(there), 404)
    error_of(await viewer.client.post(f"{there}/reprocess"), 404)

    assert len((await member.client.get("/inbox/deliveries")).json()["items"]) == 1
    assert (await member.client.get(there)).status_code == 200
    assert (await member.client.post(f"{there}/reprocess")).status_code == 202


async def test_a_job_whose_delivery_is_gone_does_nothing(inbox: Inbox) -> None:
    context = JobContext("job", {"delivery_id": new_id()}, 1, None)

    assert await process(inbox.deck.database, {}, context) == {"skipped": "The delivery was removed"}


async def repository_at(inbox: Inbox, url: str) -> str:
    """Register a repository without asking the network for it, and leave no reading waiting."""
    return await _registered(inbox, url, inbox.organization_id)


async def repository_of_a_stranger(inbox: Inbox, url: str) -> str:
    stranger = await inbox.deck.person(email="stranger@example.org")
    return await _registered(inbox, url, await inbox.deck.organization(owner=stranger))


async def _registered(inbox: Inbox, url: str, organization_id: str) -> str:
    remote = location.remote_of(inbox.deck.parts.settings, url, trusted=False)
    values: dict[str, Any] = {
        "id": new_id(),
        "organization_id": organization_id,
        "team_id": None,
        "name": "Rocket",
        "url": remote.text,
        "path": None,
        "location": location.canonical_location(remote),
        "trusted": False,
        "language": None,
        "strategy": {"source": "auto"},
    }
    async with inbox.deck.database.writing() as session:
        await repository.add_repository(session, values)
    return str(values["id"])


async def waiting_sync(inbox: Inbox, repository_id: str) -> str | None:
    async with inbox.deck.database.reading() as session:
        found: str | None = await session.scalar(
            select(jobs.c.id).where(jobs.c.concurrency_key == f"repository:{repository_id}", jobs.c.state == "queued")
        )
    return found
