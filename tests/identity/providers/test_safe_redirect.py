"""A finished sign-in leads to a page of our own console: no address makes it lead anywhere else."""

from dataclasses import replace

import pytest

from quarterdeck.identity.providers.safe_redirect import safe_redirect
from tests.identity.decks import Deck, error_of
from tests.identity.providers import walk

EVIL = [
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/console//evil.example",
    "/console/\\evil.example",
    "/console/..//evil.example",
    "/console/../api/v1/auth/logout",
    "/console/%2e%2e/api",
    "/console/%2f%2fevil.example",
    "/console@evil.example",
    "/consoleevil",
    "/console.evil.example",
    "console/keys",
    "@evil.example/console",
    "javascript:alert(1)//console",
    "/console/\tkeys",
    "/console/keys\r\nSet-Cookie: a=b",
    "/console/keys#token=x",
    "/console/kéys",
    "/api/v1/auth/google/login",
    "/",
    "/console/" + "x" * 500,
    "http:/console/",
    "///console/",
    "/evil.example/console/",
]
OWN = [
    "/console",
    "/console/",
    "/console?x=1",
    "/console/account",
    "/console/connect/01a2006c-cd7f-7579-940e-f29154f4d890?x=%2F%2Fevil.example",
    "/console/repositories/a.b~c:d@e",
]


@pytest.mark.parametrize("path", EVIL)
def test_an_address_elsewhere_is_no_safe_redirect(path: str) -> None:
    with pytest.raises(ValueError, match="console"):
        safe_redirect(path)


@pytest.mark.parametrize("path", OWN)
def test_a_page_of_the_console_is(path: str) -> None:
    assert safe_redirect(path) == path


@pytest.mark.parametrize("path", EVIL)
async def test_no_sign_in_begins_for_it(deck: Deck, path: str) -> None:
    refused = await deck.client().get("/auth/google/login", params={"return_to": path})

    error = error_of(refused, 422)
    assert error["details"][0]["field"] == "return_to"
    assert "evil" not in refused.text
    assert "location" not in refused.headers
    assert "set-cookie" not in refused.headers


@pytest.mark.parametrize("path", OWN)
async def test_a_sign_in_leads_back_to_the_own_page(deck: Deck, path: str) -> None:
    assert (await walk.sign_in(deck.client(), "google", return_to=path)).json()["return_to"] == path


def test_under_a_base_path_both_forms_are_own() -> None:
    assert safe_redirect("/deck/console/keys", "/deck") == "/deck/console/keys"
    assert safe_redirect("/console/keys", "/deck") == "/console/keys"
    with pytest.raises(ValueError, match="console"):
        safe_redirect("/other/console/keys", "/deck")


async def test_a_host_header_cannot_lead_the_provider_elsewhere(deck: Deck) -> None:
    """With `BASE_URL` the header is not even looked at; without it, it must at least be one."""
    evil = deck.client(Host="evil.example/console?x=")
    server = deck.parts.settings.server.model_copy(update={"base_url": "http://deck.test"})
    settings = replace(deck.parts.settings, server=server)

    error_of(await evil.get("/auth/google/login"), 400)
    deck.use(settings=settings)

    sent = walk.query_of(await walk.depart(evil, "google"))
    assert sent["redirect_uri"] == "http://deck.test/api/v1/auth/google/callback"
