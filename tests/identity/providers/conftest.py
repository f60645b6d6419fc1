"""A deck with three providers: an issuer and a GitHub of our own, and a second issuer."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from pydantic import SecretStr

from quarterdeck.identity.providers import fetch
from quarterdeck.infra.settings import Settings
from quarterdeck.infra.settings.providers import OidcIssuer
from tests.identity.decks import Deck
from tests.servers import github as hub
from tests.servers import issuer as own
from tests.servers.github import GitHub, a_github
from tests.servers.issuer import Issuer, an_issuer

ADA = {"sub": "10769150350006150715113082367", "name": "Ada", "email": "ada@crew.example", "email_verified": True}


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine must not look like a slow provider."""
    monkeypatch.setattr(fetch, "SECONDS", 60.0)


@pytest.fixture
def issuer() -> Iterator[Issuer]:
    with an_issuer(**ADA) as started:
        yield started


@pytest.fixture
def second_issuer() -> Iterator[Issuer]:
    """Somebody else's, who may claim any address."""
    with an_issuer(**ADA) as started:
        yield started


@pytest.fixture
def github() -> Iterator[GitHub]:
    with a_github() as started:
        yield started


@pytest.fixture
def identity_settings(identity_settings: Settings, issuer: Issuer, second_issuer: Issuer, github: GitHub) -> Settings:
    """Google is our own issuer; `crew.example` may have accounts."""
    corp = OidcIssuer(
        issuer=second_issuer.url, client_id=own.CLIENT_ID, client_secret=SecretStr(own.CLIENT_SECRET), label="Corp"
    )
    providers = {
        "google_client_id": own.CLIENT_ID,
        "google_client_secret": SecretStr(own.CLIENT_SECRET),
        "google_issuer": issuer.url,
        "github_client_id": hub.CLIENT_ID,
        "github_client_secret": SecretStr(hub.CLIENT_SECRET),
        "github_url": github.url,
        "github_api_url": f"{github.url}/api/v3",
        "oidc_providers": {"corp": corp},
    }
    places = (issuer.place, second_issuer.place, github.place)
    return replace(
        identity_settings,
        providers=identity_settings.providers.model_copy(update=providers),
        security=identity_settings.security.model_copy(update={"user_whitelist": ("crew.example",)}),
        outbound=identity_settings.outbound.model_copy(update={"private_hosts": places}),
    )


@pytest.fixture
def tls_deck(deck: Deck) -> Deck:
    """The same deck, as if a proxy stood in front that speaks TLS."""
    server = deck.parts.settings.server.model_copy(update={"base_url": "https://deck.test"})
    settings = replace(deck.parts.settings, server=server)
    deck.use(settings=settings)
    return deck
