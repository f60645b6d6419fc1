"""The providers that the settings name, by name."""

from collections.abc import Collection, Iterator, Mapping

from quarterdeck.identity.providers.errors import ProviderNotFound
from quarterdeck.identity.providers.github import GitHubProvider
from quarterdeck.identity.providers.issuer import Issuer
from quarterdeck.identity.providers.oidc import ClientRegistration, OidcProvider
from quarterdeck.identity.providers.types import Provider
from quarterdeck.infra.outbound import Outbound
from quarterdeck.infra.settings import Settings

DEFAULT_SCOPES = ("openid", "email", "profile")


class ProviderRegistry:
    """What this server is set up for; empty without settings."""

    def __init__(self, settings: Settings, outbound: Outbound) -> None:
        made = (*_google(settings, outbound), *_github(settings, outbound), *_others(settings, outbound))
        self._by_name: Mapping[str, Provider] = {each.name: each for each in made}

    def __iter__(self) -> Iterator[Provider]:
        return iter(self._by_name.values())

    def named(self, name: str) -> Provider:
        """Return a provider. Raises `ProviderNotFound`."""
        if name not in self._by_name:
            raise ProviderNotFound
        return self._by_name[name]

    @property
    def names(self) -> Collection[str]:
        return self._by_name.keys()


def _google(settings: Settings, outbound: Outbound) -> Iterator[Provider]:
    given = settings.providers
    if given.google_client_id:
        client = ClientRegistration(
            given.google_client_id, given.google_client_secret.get_secret_value(), DEFAULT_SCOPES
        )
        yield OidcProvider("google", "Google", Issuer(outbound, given.google_issuer), client)


def _github(settings: Settings, outbound: Outbound) -> Iterator[Provider]:
    if settings.providers.github_client_id:
        yield GitHubProvider(outbound, settings.providers)


def _others(settings: Settings, outbound: Outbound) -> Iterator[Provider]:
    for name, given in settings.providers.oidc_providers.items():
        client = ClientRegistration(given.client_id, given.client_secret.get_secret_value(), given.scopes)
        yield OidcProvider(name, given.label or name.replace("-", " ").title(), Issuer(outbound, given.issuer), client)
