"""All groups together, and what only the whole can tell."""

from dataclasses import dataclass, field, fields
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import SecretStr

from quarterdeck.infra.settings.database import DatabaseSettings
from quarterdeck.infra.settings.inbox import InboxSettings
from quarterdeck.infra.settings.insights import InsightsSettings
from quarterdeck.infra.settings.jobs import JobSettings
from quarterdeck.infra.settings.outbound import OutboundSettings
from quarterdeck.infra.settings.providers import ProviderSettings
from quarterdeck.infra.settings.rate_limits import RateLimitSettings
from quarterdeck.infra.settings.security import SecuritySettings
from quarterdeck.infra.settings.server import ServerSettings
from quarterdeck.infra.settings.streams import StreamSettings

SHORTEST_MASKED = 8


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting of one server. Build it with `load_settings`, or from groups in tests."""

    server: ServerSettings = field(default_factory=ServerSettings)
    database: DatabaseSettings = field(default_factory=DatabaseSettings)
    security: SecuritySettings = field(default_factory=SecuritySettings)
    providers: ProviderSettings = field(default_factory=ProviderSettings)
    rate_limits: RateLimitSettings = field(default_factory=RateLimitSettings)
    jobs: JobSettings = field(default_factory=JobSettings)
    streams: StreamSettings = field(default_factory=StreamSettings)
    inbox: InboxSettings = field(default_factory=InboxSettings)
    insights: InsightsSettings = field(default_factory=InsightsSettings)
    outbound: OutboundSettings = field(default_factory=OutboundSettings)

    @property
    def database_url(self) -> str:
        """Address of the metadata database, as SQLAlchemy reads it; SQLite in `DATA_DIR` by default."""
        named = self.database.database_url or self.database.postgres_url
        return _with_asyncpg(named) if named else f"sqlite:///{self.server.data_dir / 'quarterdeck.db'}"

    @property
    def facts_url(self) -> str:
        """Address of the metric facts: a `postgresql://` address, or empty for the DuckDB file."""
        if self.database.timescale_url:
            return _plain(self.database.timescale_url)
        return "" if self.database_url.startswith("sqlite") else _plain(self.database_url)

    @property
    def facts_path(self) -> Path:
        return self.server.data_dir / "facts.duckdb"

    @property
    def public_address(self) -> str:
        """`BASE_URL` with `BASE_PATH` at its end, whether or not it was written there; empty when it was not told."""
        base = self.server.base_url.rstrip("/")
        return base if not base or urlsplit(base).path == self.server.base_path else f"{base}{self.server.base_path}"

    @property
    def public_origin(self) -> str:
        """What browsers name as the origin of our own pages; empty when it was not told."""
        parts = urlsplit(self.server.base_url)
        return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""

    @property
    def served_over_tls(self) -> bool:
        return urlsplit(self.server.base_url).scheme == "https"

    def secret_values(self) -> set[str]:
        """Every secret that this server was given or made, so that the log can mask it; short ones would mask words."""
        every = (getattr(self, group.name) for group in fields(self))
        given = {value.get_secret_value() for group in every for _, value in group if isinstance(value, SecretStr)}
        given |= {each.client_secret.get_secret_value() for each in self.providers.oidc_providers.values()}
        addresses = (self.database.database_url, self.database.postgres_url, self.database.timescale_url)
        passwords = {urlsplit(url).password or "" for url in (*addresses, self.database.redis_url)}
        return {secret for secret in given | passwords if len(secret) >= SHORTEST_MASKED}


def _plain(url: str) -> str:
    return url.replace("postgresql+asyncpg://", "postgresql://", 1).replace("postgres://", "postgresql://", 1)


def _with_asyncpg(url: str) -> str:
    return _plain(url).replace("postgresql://", "postgresql+asyncpg://", 1)
