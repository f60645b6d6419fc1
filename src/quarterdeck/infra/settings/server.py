"""Where the server listens, how it is reached, and what it tells of itself."""

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr

from quarterdeck.infra.settings.group import SettingsGroup
from quarterdeck.infra.settings.values import (
    CommaList,
    Networks,
    Origins,
    Port,
)


class ServerSettings(SettingsGroup):
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
