"""The groups of settings. Each field's description is its sentence in `docs/reference/settings.md`."""

import json
import re
from collections.abc import Callable
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from quarterdeck.kit.hosts import canonical_place


def split_commas(value: object) -> object:
    """Accept `a,b` as well as a JSON list, as the requirement documents write both."""
    if not isinstance(value, str):
        return value
    inner = value.strip().removeprefix("[").removesuffix("]")
    return tuple(part.strip().strip("\"'") for part in inner.split(",") if part.strip())


def each_is(what: str, is_one: Callable[[str], object]) -> AfterValidator:
    """Refuse a list of which `is_one` raises `ValueError` for a part, saying that each must be `what`."""

    def check(values: tuple[str, ...]) -> tuple[str, ...]:
        for value in values:
            try:
                is_one(value)
            except ValueError:
                raise ValueError(f"each must be {what}") from None
        return values

    return AfterValidator(check)


def an_origin(value: str) -> None:
    if value != "*" and not re.fullmatch(r"https?://[a-z0-9.:\[\]-]+", value):
        raise ValueError


def an_address(value: str) -> str:
    """Accept an http or https address without user, query and fragment; empty stays empty."""
    if value and not re.fullmatch(r"https?://[A-Za-z0-9.:\[\]-]+(/[A-Za-z0-9._~/-]*)?", value):
        raise ValueError("must be an address such as https://login.example.org")
    return value


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


IssuerAddress = Annotated[str, Field(max_length=300), AfterValidator(an_address)]
ProviderName = Annotated[str, AfterValidator(a_free_name)]
CommaList = Annotated[tuple[str, ...], NoDecode, BeforeValidator(split_commas)]
Networks = Annotated[CommaList, each_is("a network such as 10.0.0.0/8", ip_network)]
Places = Annotated[CommaList, each_is("host:port, IPv6 in brackets", canonical_place)]
Origins = Annotated[CommaList, each_is("an origin such as https://deck.example.org", an_origin)]
Port = Annotated[int, Field(ge=0, le=65_535)]
PerMinute = Annotated[int, Field(ge=1, le=1_000_000)]
PerHour = Annotated[int, Field(ge=1, le=100_000_000)]


class Group(BaseSettings):
    """A frozen group; the environment name of a field is its name in capitals."""

    model_config = SettingsConfigDict(
        frozen=True,
        extra="ignore",
        env_ignore_empty=True,
        hide_input_in_errors=True,
        env_file_encoding="utf-8",
    )


class Server(Group):
    environment: Literal["development", "production", "test"] = Field(
        "development",
        description="`production` refuses weak secrets, sample values and `RATE_LIMIT_PROFILE=off`.",
    )
    debug: bool = Field(default=False, description="Log at DEBUG level and show more in the log; never in answers.")
    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: Port = Field(8000, description="Port to listen on; 0 takes a free one.")
    base_url: str = Field("", max_length=500, description="Public address of the server, when a proxy stands in front.")
    allowed_hosts: CommaList = Field(
        (),
        description="Further host names that requests may be sent to; when this and `BASE_URL` are empty, any.",
    )
    base_path: str = Field(
        "", pattern=r"^(/[A-Za-z0-9._~-]+)*$", description="Prefix of every route, for instance `/deck`."
    )
    workers: int = Field(
        1,
        ge=1,
        le=64,
        description="`serve` processes on this deck, each started by you; above 1 needs PostgreSQL and Redis.",
    )
    data_dir: Path = Field(
        Path("data"), description="Folder of all embedded state: database, metric facts, clones, secrets."
    )
    graceful_timeout: int = Field(
        10, ge=1, le=300, description="Seconds that running requests get when the server stops."
    )
    trusted_proxies: CommaList = Field((), description="Addresses whose `X-Forwarded-*` headers are believed.")
    cors_origins: Origins = Field(
        (), description="Origins whose pages may call the API; empty by default, `*` is refused."
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="Least level that is logged.")
    log_format: Literal["json", "console"] = Field("json", description="`json` for machines, `console` for eyes.")
    metrics_token: SecretStr | None = Field(None, description="Bearer token that opens `/metrics` from anywhere.")
    metrics_networks: Networks = Field(
        ("127.0.0.0/8", "::1/128"), description="Networks that read `/metrics` without a token."
    )
    body_limit: int = Field(1_048_576, ge=1_024, le=104_857_600, description="Largest request body in bytes.")


class Database(Group):
    database_url: str = Field("", description="PostgreSQL address of the metadata; empty means SQLite in `DATA_DIR`.")
    postgres_url: str = Field("", description="Another name for `DATABASE_URL`.")
    timescale_url: str = Field(
        "",
        description="PostgreSQL address of the metric facts; empty means `DATABASE_URL` if set, else DuckDB.",
    )
    database_pool_size: int = Field(10, ge=1, le=500, description="PostgreSQL connections kept open.")
    database_max_overflow: int = Field(
        10, ge=0, le=500, description="PostgreSQL connections beyond the pool, when busy."
    )
    database_timeout: float = Field(
        5.0, gt=0, le=60, description="Seconds a write waits for a lock, and a read may run."
    )
    sqlalchemy_echo: bool = Field(default=False, description="Log every SQL statement, without its values.")
    duckdb_memory: str = Field(
        "1GB", pattern=r"^\d{1,4}(MB|GB)$", description="Most memory the DuckDB facts store may use."
    )
    redis_url: str = Field("", description="Redis address for cache, limits and wake-ups; empty means in this process.")
    redis_ttl: int = Field(
        3_600, ge=1, le=86_400, description="Seconds a cached value lives when nothing else is said."
    )


class Security(Group):
    secret_key: SecretStr = Field(
        SecretStr(""), description="Seals secrets at rest and signs the audit log; 32 characters or more."
    )
    jwt_secret_key: SecretStr = Field(
        SecretStr(""), description="Signs access tokens; 32 characters or more, another than `SECRET_KEY`."
    )
    access_token_expire_minutes: int = Field(15, ge=1, le=1_440, description="Minutes an access token lives.")
    refresh_token_expire_days: int = Field(
        30, ge=1, le=365, description="Days a refresh token or cookie lives when unused."
    )
    session_idle_minutes: int = Field(
        30, ge=1, le=10_080, description="Minutes after which an unused console session ends."
    )
    session_max_days: int = Field(
        7, ge=1, le=90, description="Days after which a console session ends, unless its browser is remembered."
    )
    admin_email: str = Field("", max_length=320, description="E-mail of the administrator made at the first start.")
    admin_password: SecretStr = Field(
        SecretStr(""), description="Password of that administrator; without it a one-time link is printed."
    )
    user_whitelist: CommaList = Field(
        (), description="E-mail addresses and domains that may hold an account; empty means any."
    )
    invitations_make_accounts: Literal["admins", "owners"] = Field(
        "admins",
        description="Whose invitations make an account for an address without one: administrators', or those of "
        "any organization's owner. With the others the invited person signs in first.",
    )
    oauth_redirect_hosts: CommaList = Field(
        (),
        description="Hosts to which OAuth clients may lead that register themselves, besides ChatGPT's and Claude's.",
    )
    repository_roots: CommaList = Field(
        (), description="Folders that remote callers may name as local clones; the CLI may name any."
    )


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


class Providers(Group):
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
    provider_sign_up: Literal["whitelist", "invited", "anyone"] = Field(
        "whitelist",
        description="Who gets an account at the first sign-in through a provider: addresses in `USER_WHITELIST`, "
        "invited ones, or anyone.",
    )


class RateLimits(Group):
    rate_limit_profile: Literal["default", "team", "off"] = Field(
        "default",
        description="`team` gives API credentials a session's numbers; production refuses `off`.",
    )
    rate_limit_per_minute: PerMinute = Field(60, description="Requests a minute for routes of no other class.")
    rate_limit_per_hour: PerHour = Field(1_000, description="Requests an hour of one signed-in principal.")
    rate_limit_anonymous_per_hour: PerHour = Field(
        100, description="Requests an hour of one address that did not sign in."
    )
    rate_limit_team_per_hour: PerHour = Field(
        20_000, description="Requests an hour of one principal under the `team` profile."
    )
    rate_limit_auth: PerMinute = Field(5, description="Sign-ins a minute.")
    rate_limit_create: PerMinute = Field(10, description="Writes a minute by an API credential.")
    rate_limit_read: PerMinute = Field(30, description="Reads a minute by an API credential.")
    rate_limit_delete: PerMinute = Field(5, description="Deletions a minute by an API credential.")
    rate_limit_export: PerMinute = Field(5, description="Analytics exports a minute.")
    rate_limit_events: PerMinute = Field(60, description="Custom events a minute.")
    rate_limit_session_read: PerMinute = Field(600, description="Reads a minute by a person in the console.")
    rate_limit_session_write: PerMinute = Field(120, description="Writes a minute by a person in the console.")


class Jobs(Group):
    worker_in_process: bool = Field(
        default=True, description="Run jobs inside the server; otherwise start `quarterdeck worker`."
    )
    job_concurrency: int = Field(2, ge=1, le=64, description="Jobs that one worker runs at once.")
    job_lease_seconds: float = Field(
        30.0, ge=1, le=3_600, description="Seconds after which a silent worker's job is taken over."
    )
    job_poll_seconds: float = Field(
        1.0, gt=0, le=60, description="Seconds between looks for due jobs when nothing wakes the worker."
    )
    job_keep_days: int = Field(30, ge=1, le=3_650, description="Days a finished job is kept.")


class Streams(Group):
    events_keep_days: int = Field(
        30, ge=1, le=3_650, description="Days an event is kept; who resumes from before is told to `resync`."
    )
    streams_per_principal: int = Field(
        100, ge=1, le=100_000, description="Event streams and sockets that one principal holds open in one process."
    )
    sockets_unknown_per_peer: int = Field(
        10, ge=1, le=10_000, description="Sockets of one address that have not said yet who they are."
    )


class Inbox(Group):
    github_webhook_secret: SecretStr = Field(
        SecretStr(""), description="Secret of GitHub webhooks to `/webhooks/github`; they are taken once it is set."
    )
    gitlab_webhook_secret: SecretStr = Field(
        SecretStr(""), description="Secret or signing token of GitLab webhooks to `/webhooks/gitlab`."
    )
    sentry_webhook_secret: SecretStr = Field(
        SecretStr(""), description="Client secret of the Sentry integration that posts to `/webhooks/sentry`."
    )
    inbox_body_limit: int = Field(
        26_214_400, ge=1_024, le=104_857_600, description="Largest incoming webhook in bytes; GitHub sends up to 25 MB."
    )
    inbox_keep_days: int = Field(30, ge=1, le=3_650, description="Days that an incoming webhook is kept.")


class Insights(Group):
    insights_timezone: str = Field(
        "UTC", max_length=64, description="Time zone of days and weeks where an organization names none."
    )
    clone_limit_mb: int = Field(5_000, ge=1, le=1_000_000, description="Largest clone in megabytes.")
    clone_timeout_minutes: int = Field(60, ge=1, le=1_440, description="Minutes a clone or fetch may take.")


class Outbound(Group):
    private_hosts: Places = Field(
        (),
        description="`host:port` pairs on private networks that may be called where administrators configure them: "
        "sign-in providers and git.",
    )
    client_metadata_private_hosts: Places = Field(
        (),
        description="The same for metadata documents of OAuth clients, of which anybody may name the address; "
        "only these may be without TLS.",
    )
    webhook_private_hosts: Places = Field(
        (), description="The same for webhooks, of which any member may choose the address."
    )
    webhook_timeout: float = Field(
        15.0, ge=1, le=60, description="Seconds in which a webhook's receiver must have answered."
    )
    webhook_keep_days: int = Field(30, ge=1, le=3_650, description="Days a finished webhook delivery is kept.")
