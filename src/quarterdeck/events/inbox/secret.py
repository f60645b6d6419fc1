"""The secrets of sources: sealed at rest, or taken from the settings."""

from datetime import datetime

from quarterdeck.events.inbox.sources import SourceWithSecrets, still_counts
from quarterdeck.events.standard_webhooks import new_secret
from quarterdeck.infra.crypto import Keyring
from quarterdeck.infra.settings import Settings

DUMMY_SECRET = new_secret()
"""What a delivery to no source is held against, so that it takes the time of any other refusal."""


def seal(keyring: Keyring, source_id: str, secret: str) -> bytes:
    return keyring.seal(secret.encode(), _place(source_id))


def secrets_of(settings: Settings, keyring: Keyring, known: SourceWithSecrets, moment: datetime) -> list[str]:
    """Return the secrets that prove a delivery now; none for a built-in source whose setting is gone."""
    if known.source.built_in:
        kept = built_in_secret(settings, known.source.kind)
        return [kept] if kept else []
    sealed = [known.sealed_secret, known.sealed_old_secret if still_counts(known.source, moment) else None]
    return [keyring.open(one, _place(known.source.id)).decode() for one in sealed if one is not None]


def built_in_secret(settings: Settings, kind: str) -> str:
    given = {
        "github": settings.inbox.github_webhook_secret,
        "gitlab": settings.inbox.gitlab_webhook_secret,
        "sentry": settings.inbox.sentry_webhook_secret,
    }
    return given[kind].get_secret_value() if kind in given else ""


def _place(source_id: str) -> str:
    return f"inbox_sources:{source_id}:secret"
