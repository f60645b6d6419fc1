"""Handing in facts over HTTP, and what they change."""

from typing import Any

import httpx2
import pytest

from tests.insights import golden
from tests.insights.decks import Catalog
from tests.shapes import assert_error, fields

PULL_REQUEST = {"number": 7, "title": "Add it", "author_name": "Ann Lee", "author_email": "Ann@Example.com"}


async def hand_in(catalog: Catalog, kind: str, rows: list[dict[str, Any]], repository_id: str) -> dict[str, Any]:
    answer = await catalog.client.post(f"/ingest/{kind}", json=rows, params={"repository_id": repository_id})
    assert answer.status_code == 202, answer.text
    await catalog.work()
    found: dict[str, Any] = answer.json()
    return found


async def test_what_was_handed_in_becomes_facts(either_catalog: Catalog) -> None:
    """On SQLite with DuckDB, and on PostgreSQL."""
    catalog = either_catalog
    made = await catalog.register(name="fed")
    opened, merged, deployed = (f"2024-01-0{day}T12:00:00+01:00" for day in (1, 2, 3))
    pull_request = PULL_REQUEST | {"opened_time": opened, "merged_time": merged}
    before = {"finished_time": "2024-01-01T00:00:00Z", "deployment_id": "d0"}
    after = {"finished_time": deployed, "deployment_id": "d1", "source": "observed"}
    incident = {"incident_id": "i1", "started_time": "2024-01-04T00:00:00Z", "resolved_time": "2024-01-04T02:00:00Z"}

    told = await hand_in(catalog, "pull-requests", [pull_request], made["id"])
    await hand_in(catalog, "deployments", [before, after], made["id"])
    await hand_in(catalog, "incidents", [incident], made["id"])

    assert (told["accepted"], told["created"], told["rejected"]) == (1, 1, [])
    assert await catalog.rows("change_id, state, source", "changes", made["id"]) == [("pr-7", "merged", "imported")]
    assert await catalog.rows("deployment_id, failed, source", "deployments", made["id"]) == [
        ("d0", False, "imported"),
        ("d1", True, "observed"),
    ]
    leads = await catalog.rows("deployment_id, change_id, lead_seconds", "deployment_changes", made["id"])
    assert leads == [("d1", "pr-7", 2 * 86_400.0)]
    assert await catalog.rows("incident_id, caused_by_deployment", "incidents", made["id"]) == [("i1", "d1")]
    people = await catalog.get("/developers")
    assert [(one["email"], one["name"]) for one in people["items"]] == [("ann@example.com", "Ann Lee")]
    listed = await catalog.get(f"/repositories/{made['id']}/pull-requests", author="ann", since="2024-01-01T00:00:00Z")
    assert [item["opened_time"] for item in listed["items"]] == ["2024-01-01T11:00:00Z"]
    page = await catalog.get(f"/repositories/{made['id']}", cursor=None)
    assert page["statistics"]["incidents"] == 1
    assert (await catalog.get(f"/developers/{people['items'][0]['id']}/activity"))["total"] == 2


async def test_handing_in_the_same_again_changes_nothing(catalog: Catalog) -> None:
    made = await catalog.register(name="fed")
    await hand_in(catalog, "pull-requests", [PULL_REQUEST], made["id"])

    again = await hand_in(catalog, "pull-requests", [PULL_REQUEST], made["id"])
    assert (again["created"], again["updated"], again["unchanged"]) == (0, 0, 1)
    changed = await hand_in(catalog, "pull-requests", [PULL_REQUEST | {"title": "Add that"}], made["id"])
    assert (changed["created"], changed["updated"], changed["unchanged"]) == (0, 1, 0)
    assert await catalog.rows("title", "changes", made["id"]) == [("Add that",)]


async def test_of_rows_with_one_key_in_a_batch_the_last_stands(catalog: Catalog) -> None:
    made = await catalog.register(name="fed")

    told = await hand_in(
        catalog, "pull-requests", [PULL_REQUEST, PULL_REQUEST | {"title": "DeferredWrites"}], made["id"]
    )

    assert (told["accepted"], told["created"]) == (2, 1)
    assert await catalog.rows("title", "changes", made["id"]) == [("DeferredWrites",)]


async def test_good_rows_are_taken_and_bad_ones_told_by_line_and_field(catalog: Catalog) -> None:
    made = await catalog.register(name="fed")
    rows: list[dict[str, Any]] = [
        PULL_REQUEST,
        PULL_REQUEST | {"number": 0},
        PULL_REQUEST | {"opened_time": "2024-01-01T00:00:00"},
        PULL_REQUEST | {"nickname": "x"},
        PULL_REQUEST | {"merged_time": "9999-12-31T23:59:59-23:59"},
        PULL_REQUEST | {"number": 8, "repository": "elsewhere"},
    ]

    told = await hand_in(catalog, "pull-requests", rows, made["id"])

    assert (told["received"], told["accepted"], told["rejected_count"]) == (6, 1, 5)
    assert [(fault["line"], fault["field"]) for fault in told["rejected"]] == [
        (2, "number"),
        (3, "opened_time"),
        (4, "nickname"),
        (5, "merged_time"),
        (6, "repository"),
    ]


async def test_a_batch_without_one_good_row_is_an_error(catalog: Catalog) -> None:
    made = await catalog.register(name="fed")

    refused = await catalog.client.post("/ingest/incidents", json=[{}], params={"repository_id": made["id"]})

    assert set(fields(assert_error(refused, 422, "NOTHING_ACCEPTED"))) == {"1.incident_id", "1.started_time"}


async def test_csv_and_json_lines_are_taken_too(catalog: Catalog) -> None:
    made = await catalog.register(name="fed")
    csv = f"repository,incident_id,started_time\nfed,i1,2024-01-01T00:00:00Z\n{made['id']},i2,2024-01-02T00:00:00Z\n"
    lines = '{"repository": "fed", "incident_id": "i3", "started_time": "2024-01-03T00:00:00Z"}\n'

    for content_type, body in (("text/csv", csv), ("application/x-ndjson", lines)):
        headers = {"Content-Type": content_type}
        answer = await catalog.client.post("/ingest/incidents", content=body, headers=headers)
        assert answer.status_code == 202, answer.text
    await catalog.work()

    assert await catalog.rows("incident_id", "incidents", made["id"]) == [("i1",), ("i2",), ("i3",)]


@pytest.mark.parametrize(("content_type", "status"), [("application/xml", 415), ("application/json", 400)])
async def test_a_body_that_cannot_be_read_is_refused(catalog: Catalog, content_type: str, status: int) -> None:
    refused = await catalog.client.post("/ingest/commits", content=b"<", headers={"Content-Type": content_type})

    assert refused.status_code == status


async def test_a_body_beyond_ten_megabytes_is_refused_and_one_below_is_read(catalog: Catalog) -> None:
    made = await catalog.register(name="fed")

    async def send(size: int) -> httpx2.Response:
        row = '{"incident_id": "i1", "started_time": "2024-01-01T00:00:00Z"}'
        headers = {"Content-Type": "application/x-ndjson"}
        params = {"repository_id": made["id"]}
        return await catalog.client.post("/ingest/incidents", content=row.ljust(size), headers=headers, params=params)

    assert_error(await send(10_485_761), 413, "PAYLOAD_TOO_LARGE")
    assert (await send(10_485_760)).status_code == 202


async def test_nobody_hands_in_for_a_foreign_repository(catalog: Catalog) -> None:
    made = await catalog.register(name="ours")
    row = {"incident_id": "i1", "started_time": "2024-01-01T00:00:00Z"}

    by_id = await catalog.stranger.client.post("/ingest/incidents", json=[row], params={"repository_id": made["id"]})
    by_name = await catalog.stranger.client.post("/ingest/incidents", json=[row | {"repository": "ours"}])

    assert_error(by_id, 422, "NOTHING_ACCEPTED")
    assert by_id.json()["error"]["details"] == by_name.json()["error"]["details"]


async def test_a_name_that_two_repositories_have_is_not_guessed(catalog: Catalog, story: golden.Golden) -> None:
    await catalog.register(path=str(story.path), name="twin")
    await catalog.register(name="twin")
    row = {"repository": "twin", "incident_id": "i1", "started_time": "2024-01-01T00:00:00Z"}

    refused = await catalog.client.post("/ingest/incidents", json=[row])

    assert_error(refused, 422, "NOTHING_ACCEPTED")


async def test_handed_in_deployments_stand_over_release_tags(catalog: Catalog, story: golden.Golden) -> None:
    found = await catalog.read(story.path)
    rows = [
        {"deployment_id": "d1", "sha": story.shas["c5"], "finished_time": "2024-01-25T00:00:00Z"},  # day 24
        {"deployment_id": "d2", "sha": story.shas["c7"], "finished_time": "2024-02-05T00:00:00Z"},  # day 35
        {"deployment_id": "d3", "sha": "0" * 40, "finished_time": "2024-02-06T00:00:00Z"},
    ]

    told = await hand_in(catalog, "deployments", rows, found["id"])

    assert told["unmatched"] == {"commits": 1}
    deployments = await catalog.rows("deployment_id, failed", "deployments", found["id"])
    assert deployments == [("d1", True), ("d2", False), ("d3", False)]  # c4, in d1, was reverted by c7
    leads = await catalog.rows("deployment_id, change_id, lead_seconds", "deployment_changes", found["id"])
    known = {(row[0], story.names.get(row[1], row[1])): row[2] for row in leads if row[2] is not None}
    assert known == {("d2", "c7"): 2 * 86_400.0}
    page = await catalog.get(f"/repositories/{found['id']}")
    assert page["strategy_used"] == "imported"

    await catalog.client.patch(f"/repositories/{found['id']}", json={"strategy": {"kind": "tags"}})
    await catalog.work()
    assert len(await catalog.rows("deployment_id", "deployments", found["id"])) == len(golden.DEPLOYED)


async def test_a_handed_in_pull_request_is_laid_over_the_one_that_git_shows(
    catalog: Catalog, story: golden.Golden
) -> None:
    found = await catalog.read(story.path)
    row = {"number": 2, "title": "The lexer", "author_name": "Ann Lee", "opened_time": "2024-01-11T06:00:00Z"}
    by_sha = {"number": 99, "title": "Free", "author_name": "Ann", "merge_sha": story.shas["c13"]}

    await hand_in(catalog, "pull-requests", [row, by_sha], found["id"])

    listed = await catalog.get(f"/repositories/{found['id']}/pull-requests")
    shown = {item["number"]: item for item in listed["items"]}
    assert set(shown) == {1, 2, 3, 4, 6, 99}
    assert (shown[2]["title"], shown[2]["source"], shown[2]["state"]) == ("The lexer", "imported", "merged")
    assert (shown[2]["merged_time"], shown[2]["commit_count"]) == ("2024-01-12T00:00:00Z", 2)
    changes = await catalog.rows("change_id", "changes", found["id"])
    assert len(changes) == golden.CHANGES
    leads = {row[0]: row[1] for row in await catalog.rows("change_id, lead_seconds", "deployment_changes", found["id"])}
    assert leads["pr-2"] == 240 * 3600.0
    assert leads["pr-99"] == 24 * 3600.0


async def test_incidents_stand_over_failures_that_git_shows(catalog: Catalog, story: golden.Golden) -> None:
    found = await catalog.read(story.path)
    rows = [
        {"incident_id": "by-time", "started_time": "2024-02-01T00:00:00Z"},  # day 31, a day after v1.0.1
        {"incident_id": "named", "started_time": "2024-03-30T00:00:00Z", "caused_by_deployment": "tag:v1.0.0"},
        {"incident_id": "too-late", "started_time": "2024-02-09T00:00:00Z"},
        {"incident_id": "other", "started_time": "2024-02-01T00:00:00Z", "service": "elsewhere"},
    ]

    await hand_in(catalog, "incidents", rows, found["id"])

    causes = dict(await catalog.rows("incident_id, caused_by_deployment", "incidents", found["id"]))
    assert causes == {"by-time": "tag:v1.0.1", "named": "tag:v1.0.0", "too-late": None, "other": None}
    failed = {row[0][4:] for row in await catalog.rows("deployment_id, failed", "deployments", found["id"]) if row[1]}
    assert failed == set(golden.FAILED) | {"v1.0.0", "v1.0.1"}


async def test_removing_the_repository_removes_what_was_handed_in(catalog: Catalog) -> None:
    made = await catalog.register(name="fed")
    await hand_in(catalog, "pull-requests", [PULL_REQUEST], made["id"])

    await catalog.client.delete(f"/repositories/{made['id']}")
    await catalog.work()

    assert await catalog.rows("change_id", "changes", made["id"]) == []
    again = await catalog.register(name="fed")
    told = await hand_in(catalog, "pull-requests", [PULL_REQUEST], again["id"])
    assert told["created"] == 1
