"""Read the settings, refuse what is unsafe, and make the embedded start's own secrets."""

import contextlib
import os
import secrets
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import cast

from dotenv import dotenv_values
from pydantic import SecretStr, ValidationError

from quarterdeck.infra.settings.group import SettingsGroup
from quarterdeck.infra.settings.model import Settings
from quarterdeck.infra.settings.security import SecuritySettings

GROUPS: Mapping[str, type[SettingsGroup]] = {
    group.name: cast("type[SettingsGroup]", group.default_factory) for group in fields(Settings)
}
"""Each group by the name it has in `Settings`."""
SAMPLE_WORDS = ("changeme", "change-me", "your-", "example", "secret", "password", "<generate")
SHORTEST_SECRET = 32


class BadSettings(Exception):
    """The settings cannot be used. Names what is wrong, never its value."""


def load_settings(env_file: Path | None = Path(".env")) -> Settings:
    """Read the environment and `env_file`, check the whole, and fill in kept secrets.

    Raises:
        BadSettings: naming each setting that is unknown, ill-formed or unsafe.
    """
    present = env_file if env_file is not None and env_file.is_file() else None
    problems = list(_unknown_names(present))
    groups: dict[str, SettingsGroup] = {}
    for attribute, group in GROUPS.items():
        try:
            groups[attribute] = group(_env_file=present)
        except ValidationError as error:
            problems += [f"{_place(e['loc'])}: {e['msg']}" for e in error.errors(include_input=False)]
    if problems:
        raise BadSettings("; ".join(problems))
    settings = Settings(**groups)  # type: ignore[arg-type]  # each group sits under its own name
    _refuse_unsafe(settings)
    return with_kept_secrets(settings)


def setting_names() -> Iterable[str]:
    return (name.upper() for group in GROUPS.values() for name in group.model_fields)


def with_kept_secrets(settings: Settings) -> Settings:
    """Give an embedded server its own secrets, made once and kept in `DATA_DIR/secrets` with mode 0600."""
    security = settings.security
    missing = {
        name: SecretStr(_kept_secret(settings.server.data_dir / "secrets" / name))
        for name in ("secret_key", "jwt_secret_key")
        if not getattr(security, name).get_secret_value()
    }
    return replace(settings, security=security.model_copy(update=missing))


def _place(location: tuple[int | str, ...]) -> str:
    """Name the setting, and where in it when it has parts."""
    name, *parts = (str(part) for part in location if part != "[key]")
    return ".".join([name.upper(), *parts])


def _unknown_names(env_file: Path | None) -> Iterable[str]:
    if env_file is None:
        return ()
    known = set(setting_names())
    try:
        named = dotenv_values(env_file)
    except UnicodeDecodeError:
        raise BadSettings(f"{env_file.name}: not UTF-8") from None
    return (f"{name}: there is no such setting" for name in named if name.upper() not in known)


def _refuse_unsafe(settings: Settings) -> None:
    server, security = settings.server, settings.security
    problems = []
    if not settings.database_url.startswith(("sqlite:///", "postgresql+asyncpg://")):
        problems.append("DATABASE_URL: must be a postgresql:// address, or empty for SQLite")
    if "*" in server.cors_origins:
        problems.append("CORS_ORIGINS: `*` would let any page act for a signed-in person; list the origins")
    if server.environment == "production":
        problems += _weak_secrets(security)
        if settings.rate_limits.rate_limit_profile == "off":
            problems.append("RATE_LIMIT_PROFILE: `off` is refused in production")
        if server.debug:
            problems.append("DEBUG: refused in production")
    problems += _half_set_up(settings)
    if server.workers > 1 and (settings.database_url.startswith("sqlite") or not settings.database.redis_url):
        problems.append("WORKERS: more than one needs DATABASE_URL (PostgreSQL) and REDIS_URL")
    if problems:
        raise BadSettings("; ".join(problems))


def _half_set_up(settings: Settings) -> Iterable[str]:
    """Sign-in through a provider needs both halves of its credentials, and in production an address to come back to."""
    given = settings.providers
    for name, client_id, secret in (
        ("GOOGLE", given.google_client_id, given.google_client_secret),
        ("GITHUB", given.github_client_id, given.github_client_secret),
    ):
        if bool(client_id) != bool(secret.get_secret_value()):
            yield f"{name}_CLIENT_ID: needs {name}_CLIENT_SECRET, and the other way round"
    any_provider = given.google_client_id or given.github_client_id or given.oidc_providers
    if any_provider and settings.server.environment == "production" and not settings.server.base_url:
        yield "BASE_URL: needed for sign-in through a provider"


def _weak_secrets(security: SecuritySettings) -> Iterable[str]:
    values = {name: getattr(security, name).get_secret_value() for name in ("secret_key", "jwt_secret_key")}
    for name, value in values.items():
        if not value:
            continue  # made and kept by the embedded start
        if len(value) < SHORTEST_SECRET or len(set(value)) < SHORTEST_SECRET // 4:
            yield f"{name.upper()}: too weak; use 32 random characters or more"
        elif any(word in value.lower() for word in SAMPLE_WORDS):
            yield f"{name.upper()}: this is a sample value"
    if values["secret_key"] and values["secret_key"] == values["jwt_secret_key"]:
        yield "JWT_SECRET_KEY: must differ from SECRET_KEY"


def _kept_secret(path: Path) -> str:
    for folder in (path.parent.parent, path.parent):  # `parents=True` would give only the last one this mode
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not path.exists():
        _write_once(path, secrets.token_urlsafe(48))
    kept = path.read_text(encoding="utf-8").strip()
    if len(kept) < SHORTEST_SECRET:
        raise BadSettings(f"{path.name.upper()}: the secret kept in DATA_DIR is damaged; restore it from a backup")
    return kept


def _write_once(path: Path, value: str) -> None:
    """Appear whole or not at all; of two starts at once the first wins, and both read the same."""
    handle, draft = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(value)
        file.flush()
        os.fsync(file.fileno())
    with contextlib.suppress(FileExistsError):
        os.link(draft, path)
    Path(draft).unlink()
