"""The outermost layer: what every answer carries, whatever happened inside."""

import asyncio
import uuid
from collections.abc import MutableMapping
from dataclasses import replace
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from quarterdeck.infra.settings import Settings
from quarterdeck.server.application import create_app
from tests.server.conftest import Serving, router
from tests.shapes import assert_error

SECURITY = {
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
EVERY_KIND_OF_ANSWER = ["/", "/health/live", "/nowhere", "/test/broken", "/openapi.json", "/?%00", "/%00"]


@pytest.mark.parametrize("path", EVERY_KIND_OF_ANSWER)
async def test_every_answer_is_named_and_guarded(client: httpx2.AsyncClient, path: str) -> None:
    response = await client.get(path)

    assert {name: response.headers.get(name) for name in SECURITY} == SECURITY
    assert uuid.UUID(response.headers["x-request-id"]).version == 7
    assert "server" not in response.headers


@pytest.mark.parametrize(
    ("path", "policy"),
    [
        ("/oauth/authorize", "unsafe-none"),
        ("/console/connect/01a2006c-cd7f-7579-940e-f29154f4d890", "unsafe-none"),
        ("/console/sign-in?return_to=/console/", "unsafe-none"),
        ("/api/v1/auth/google/callback", "unsafe-none"),
        ("/console/account", "same-origin"),
        ("/api/v1/users", "same-origin"),
    ],
)
async def test_a_window_that_an_assistant_opened_stays_its_own(
    client: httpx2.AsyncClient, path: str, policy: str
) -> None:
    assert (await client.get(path)).headers["cross-origin-opener-policy"] == policy


async def test_a_good_request_id_is_kept_and_any_other_replaced(client: httpx2.AsyncClient) -> None:
    for good in ("a", "trace-1.2_3", "x" * 64):
        response = await client.get("/nowhere", headers={"X-Request-ID": good})
        assert assert_error(response, 404, "NOT_FOUND")["request_id"] == good

    for bad in ("", "x" * 65, "a b", "a\tb", "<script>", "ünï"):
        response = await client.get("/", headers=[(b"x-request-id", bad.encode())])
        assert response.headers["x-request-id"] != bad


async def test_what_nobody_expected_is_a_500_without_its_words(client: httpx2.AsyncClient) -> None:
    response = await client.get("/test/broken")

    assert_error(response, 500, "INTERNAL_ERROR")
    assert "hunter2" not in response.text


async def test_a_stream_that_breaks_is_cut_not_continued_as_an_error(app: FastAPI) -> None:
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        await asyncio.Event().wait()
        return {"type": "http.disconnect"}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(dict(message))

    scope = {"type": "http", "method": "GET", "path": "/test/broken-stream", "query_string": b"", "headers": []}
    await app(scope, receive, send)

    assert [message["type"] for message in sent] == ["http.response.start", "http.response.body"]
    assert (sent[1]["body"], sent[1]["more_body"]) == (b"begun", True)


async def test_an_address_that_no_database_can_keep_is_refused(client: httpx2.AsyncClient) -> None:
    assert_error(await client.get("/health/live?a=%00"), 400, "BAD_REQUEST")
    assert_error(await client.get("/health%00"), 400, "BAD_REQUEST")


async def test_the_wrong_method_is_told_the_right_ones(client: httpx2.AsyncClient) -> None:
    response = await client.delete("/health")

    assert_error(response, 405, "METHOD_NOT_ALLOWED")
    assert response.headers["allow"] == "GET"


async def test_browsers_are_held_to_tls_where_there_is_tls(client: httpx2.AsyncClient, serving: Serving) -> None:
    assert "strict-transport-security" not in (await client.get("/")).headers

    async with serving(base_url="https://deck.example.org") as over_tls:
        response = await over_tls.get("/nowhere")
    assert response.headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"


@pytest.mark.parametrize("listed", [(), ("https://deck.example.org",)], ids=["no origin listed", "one listed"])
async def test_a_foreign_page_may_read_no_answer(serving: Serving, listed: tuple[str, ...]) -> None:
    preflight = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}

    async with serving(cors_origins=listed) as client:
        for origin in ("https://evil.example", "null", "https://deck.example.org.evil.example"):
            headers = {"Origin": origin, "Cookie": "session=somebody"}
            for path in EVERY_KIND_OF_ANSWER:
                simple = await client.get(path, headers=headers)
                asked = await client.options(path, headers=headers | preflight)
                for response in (simple, asked):
                    assert "access-control-allow-origin" not in response.headers
                    assert "x-request-id" in response.headers


async def test_a_listed_page_may_read_and_is_told_what_it_may_send(serving: Serving) -> None:
    friend = "https://deck.example.org"
    preflight = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "idempotency-key"}

    async with serving(cors_origins=(friend,)) as client:
        simple = await client.get("/", headers={"Origin": friend})
        asked = await client.options("/", headers={"Origin": friend} | preflight)

    assert simple.headers["access-control-allow-origin"] == friend
    assert "X-Request-ID" in simple.headers["access-control-expose-headers"]
    assert asked.status_code == 200
    assert asked.headers["access-control-allow-origin"] == friend


async def test_under_a_base_path_everything_moves_and_nothing_answers_outside(serving: Serving) -> None:
    async with serving(base_path="/deck") as client:
        for path in ("/", "/health/live", "/docs", "/openapi.json", "/docs-assets/favicon.png"):
            assert (await client.get(f"/deck{path}")).status_code == 200, path
        for path in ("/", "/health/live", "/openapi.json", "/decked/health/live"):
            assert_error(await client.get(path), 404, "NOT_FOUND")
        assert "/deck/docs-assets/" in (await client.get("/deck/docs")).text


def test_under_a_base_path_sockets_move_too(settings: Settings) -> None:
    under_deck = replace(settings, server=settings.server.model_copy(update={"base_path": "/deck"}))
    app = create_app(under_deck)
    app.include_router(router)
    client = TestClient(app)

    with client.websocket_connect("/deck/test/socket") as inside:
        assert inside.receive_text() == "in"
    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/test/socket"):
        pass
