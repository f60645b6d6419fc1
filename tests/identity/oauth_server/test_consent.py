"""A request is answered once, within ten minutes, by a person in the browser that it began in."""

import asyncio
from datetime import timedelta

import pytest

from quarterdeck.identity.oauth_server.cookies import consent_cookie
from quarterdeck.identity.oauth_server.requests.types import LIFETIME
from quarterdeck.kit import clock
from tests.identity.decks import HERE, Deck, Person, error_of
from tests.identity.oauth_server.flows import BASE, CALLBACK, MCP, Browser, Program, query_of, registered

both = pytest.mark.parametrize("dialect", ["sqlite", "postgresql"], indirect=True)


async def test_a_person_is_told_who_asks_for_what_and_where_the_answer_goes(
    user: Person, program: Program, browser: Browser
) -> None:
    request_id = await browser.begin(program.authorization_request())

    shown = (await user.client.get(f"/oauth/requests/{request_id}")).json()

    assert shown["client"] == {
        "id": program.client_id,
        "name": "Tool",
        "redirect_host": "127.0.0.1:5000",
        "kind": "dynamic",
        "verified": False,
        "logo_uri": None,
    }
    assert {"name": "projects:read", "description": "See your projects"} in shown["scopes"]
    assert shown["resource"] == MCP
    assert len(shown["warnings"]) == 2


async def test_a_registered_client_needs_no_warning(deck: Deck, admin: Person, user: Person) -> None:
    gpt = await registered(deck, admin)
    request_id = await Browser(user.client).begin(gpt.authorization_request())

    shown = (await user.client.get(f"/oauth/requests/{request_id}")).json()

    assert (shown["client"]["verified"], shown["client"]["redirect_host"], shown["warnings"]) == (
        True,
        "example.org",
        [],
    )


async def test_a_no_goes_back_as_a_no(user: Person, program: Program, browser: Browser) -> None:
    request_id = await browser.begin(program.authorization_request())

    answer = await browser.decide(request_id, allow=False)

    back = query_of(answer.json()["redirect_to"])
    assert (back["error"], back["state"], back["iss"]) == ("access_denied", "xyz", BASE)
    assert "code" not in back
    assert (await user.client.get("/auth/connections")).json()["items"] == []


async def test_a_yes_brings_back_state_and_issuer(program: Program, browser: Browser) -> None:
    answer = await browser.decide(await browser.begin(program.authorization_request(state="a b&c=d")))

    address = answer.json()["redirect_to"]
    assert address.startswith("http://127.0.0.1:5000/callback?")
    back = query_of(address)
    assert back.keys() == {"code", "state", "iss"}
    assert (back["state"], back["iss"]) == ("a b&c=d", BASE)


async def test_another_browser_finds_nothing_even_for_the_same_person(
    deck: Deck, user: Person, program: Program, browser: Browser
) -> None:
    request_id = await browser.begin(program.authorization_request())
    elsewhere = deck.client(user.client.headers["authorization"].removeprefix("Bearer "))
    led_there = await deck.person()

    for other in (elsewhere, led_there.client):
        error_of(await other.get(f"/oauth/requests/{request_id}"), 404)
        error_of(await other.post(f"/oauth/requests/{request_id}/decision", json={"allow": True}), 404)
        other.cookies.set(consent_cookie(deck.parts.settings).name, "A" * 43)
        error_of(await other.post(f"/oauth/requests/{request_id}/decision", json={"allow": True}), 404)

    assert (await browser.decide(request_id)).status_code == 200


async def test_an_answer_counts_once(program: Program, browser: Browser) -> None:
    request_id = await browser.begin(program.authorization_request())
    assert (await browser.decide(request_id, allow=False)).status_code == 200

    error_of(await browser.decide(request_id), 404)
    error_of(await browser.client.get(f"/oauth/requests/{request_id}"), 404)


@both
async def test_of_answers_at_once_one_counts(user: Person, program: Program, browser: Browser) -> None:
    request_id = await browser.begin(program.authorization_request())

    answers = await asyncio.gather(*(browser.decide(request_id) for _ in range(4)))

    assert sorted(answer.status_code for answer in answers) == [200, 404, 404, 404]
    assert len((await user.client.get("/auth/connections")).json()["items"]) == 1


async def test_a_request_waits_ten_minutes(program: Program, browser: Browser) -> None:
    with clock.frozen(clock.now()):
        request_id = await browser.begin(program.authorization_request())
        clock.advance(LIFETIME - timedelta(seconds=1))
        assert (await browser.client.get(f"/oauth/requests/{request_id}")).status_code == 200
        clock.advance(timedelta(seconds=1))
        error_of(await browser.decide(request_id), 404)


async def test_no_key_and_no_program_says_yes(deck: Deck, user: Person, program: Program, browser: Browser) -> None:
    request_id = await browser.begin(program.authorization_request())
    key = deck.client(await deck.key(user, "projects:read"))
    key.cookies = browser.client.cookies

    error_of(await key.get(f"/oauth/requests/{request_id}"), 403)
    error_of(await key.post(f"/oauth/requests/{request_id}/decision", json={"allow": True}), 403)

    assert (await browser.decide(request_id)).status_code == 200


async def test_a_page_of_another_site_cannot_say_yes(deck: Deck, user: Person, program: Program) -> None:
    async with deck.database.writing() as session:
        signed = await deck.identity.session_issuer.begin_console(session, user.id, HERE)
    console = deck.client()
    console.cookies.set("qd_session", signed.cookie or "")
    browser = Browser(console)
    request_id = await browser.begin(program.authorization_request())
    address = f"/oauth/requests/{request_id}/decision"

    for headers in (
        {"Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ):
        refused = await console.post(address, json={"allow": True}, headers=headers)
        assert error_of(refused, 403)["code"] == "CROSS_SITE_REQUEST"

    own = {"Origin": BASE, "Sec-Fetch-Site": "same-origin"}
    assert (await console.post(address, json={"allow": True}, headers=own)).status_code == 200


async def test_nor_can_it_with_a_token_in_its_hands(program: Program, browser: Browser) -> None:
    request_id = await browser.begin(program.authorization_request())
    address = f"/oauth/requests/{request_id}/decision"

    refused = await browser.client.post(address, json={"allow": True}, headers={"Origin": "https://evil.example"})

    assert error_of(refused, 403)["code"] == "CROSS_SITE_REQUEST"
    assert (await browser.decide(request_id)).status_code == 200


async def test_a_yes_to_nothing_is_none(program: Program, browser: Browser) -> None:
    request_id = await browser.begin(program.authorization_request())

    for scopes in ([], ["repositories:write"]):
        assert error_of(await browser.decide(request_id, scopes=scopes), 422)["details"][0]["field"] == "scopes"

    assert (await browser.decide(request_id, scopes=["projects:read"])).status_code == 200


async def test_a_client_that_lost_its_address_meanwhile_gets_no_code(deck: Deck, admin: Person, user: Person) -> None:
    gpt, browser = await registered(deck, admin), Browser(user.client)
    request_id = await browser.begin(gpt.authorization_request())
    moved = {"redirect_uris": ["https://example.org/elsewhere"]}
    assert (await admin.client.patch(f"/oauth/clients/{gpt.row}", json=moved)).status_code == 200

    error_of(await browser.decide(request_id), 404)

    await admin.client.patch(f"/oauth/clients/{gpt.row}", json={"redirect_uris": [CALLBACK]})
    assert (await browser.decide(request_id)).status_code == 200


async def test_several_requests_may_wait_in_one_browser(program: Program, browser: Browser) -> None:
    first, second = (
        await browser.begin(program.authorization_request()),
        await browser.begin(program.authorization_request()),
    )

    assert (await browser.decide(first)).status_code == 200
    assert (await browser.decide(second)).status_code == 200


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_hosts(browser: Browser, program: Program) -> None:
    answer = await browser.authorize(program.authorization_request())

    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("qd_oauth=")
    assert {"HttpOnly", "SameSite=lax", "Path=/", "Max-Age=600"} <= set(cookie.split("; "))
