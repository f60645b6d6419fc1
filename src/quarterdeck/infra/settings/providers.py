"""Sign-in through Google, GitHub and other OpenID Connect issuers."""

import json
import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr
from pydantic_settings import NoDecode

from quarterdeck.infra.settings.group import SettingsGroup
from quarterdeck.infra.settings.values import (
    IssuerAddress,
)


def parse_json(value: object) -> object:
    try:
        return json.loads(value) if isinstance(value, str) else value
    except ValueError:
        raise ValueError('must be JSON, such as {"corp": {"issuer": "https://login.example.org", …}}') from None


def split_words(value: object) -> object:
    return tuple(value.split()) if isinstance(value, str) else value


def with_openid(scopes: tuple[str, ...]) -> tuple[str, ...]:
    return scopes if "openid" in scopes else ("openid", *scopes)


def a_free_name(value: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9-]{0,31}", value) or value in {"google", "github"}:
        raise ValueError("names are lower-case words such as corp, other than google and github")
    return value


ProviderName = Annotated[str, AfterValidator(a_free_name)]


class OidcIssuer(BaseModel):
    """One entry of `OIDC_PROVIDERS`."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    issuer: IssuerAddress = Field(min_length=1)
    client_id: str = Field(min_length=1, max_length=500)
    client_secret: SecretStr = Field(min_length=1, max_length=1_000)
    label: str | None = Field(None, min_length=1, max_length=60)
    scopes: Annotated[tuple[str, ...], BeforeValidator(split_words), AfterValidator(with_openid)] = (
        "openid",
        "email",
        "profile",
    )


SignUp = Literal["whitelist", "invited", "anyone"]


class ProviderSettings(SettingsGroup):
    google_client_id: str = Field("", max_length=500, description="Client id at Google; sets up sign-in with Google.")
    google_client_secret: SecretStr = Field(SecretStr(""), description="Client secret that belongs to it.")
    google_issuer: IssuerAddress = Field(
        "https://accounts.google.com", description="Issuer behind `google`; another one only for tests."
    )
    github_client_id: str = Field("", max_length=500, description="Client id at GitHub; sets up sign-in with GitHub.")
    github_client_secret: SecretStr = Field(SecretStr(""), description="Client secret that belongs to it.")
    github_redirect_uri: IssuerAddress = Field(
        "", description="Callback address registered at GitHub, when it is not the one under `BASE_URL`."
    )
    github_url: IssuerAddress = Field("https://github.com", description="Address of GitHub, or of a GitHub Enterprise.")
    github_api_url: IssuerAddress = Field(
        "https://api.github.com", description="Address of its API; `https://HOST/api/v3` of a GitHub Enterprise."
    )
    oidc_providers: Annotated[dict[ProviderName, OidcIssuer], NoDecode, BeforeValidator(parse_json)] = Field(
        {},
        description="Other OpenID Connect issuers, as JSON: "
        "`{name: {issuer, client_id, client_secret, label?, scopes?}}`.",
    )
    provider_sign_up: SignUp = Field(
        "whitelist",
        description="Who gets an account at the first sign-in through a provider: addresses in `USER_WHITELIST`, "
        "invited ones, or anyone.",
    )
