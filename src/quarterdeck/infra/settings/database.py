"""Where data is kept: metadata, metric facts, and what Redis shares between processes."""

from pydantic import Field

from quarterdeck.infra.settings.group import SettingsGroup


class DatabaseSettings(SettingsGroup):
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
