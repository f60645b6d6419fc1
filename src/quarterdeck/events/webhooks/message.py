"""What a webhook is sent: the event in the envelope of Standard Webhooks, and the headers that its secrets sign."""

import json
from collections.abc import Mapping
from datetime import datetime

from quarterdeck.events.standard_webhooks import key_of, signature
from quarterdeck.events.webhooks.types import TEST, SealedSecrets, Webhook
from quarterdeck.infra.crypto import Keyring
from quarterdeck.infra.event_log import Event
from quarterdeck.kit.clock import isoformat, now
from quarterdeck.kit.ids import new_id


def body_of(event: Event) -> str:
    """Write the event as every other face shows it."""
    wire = event.on_the_wire()
    whole = {"type": event.type, "timestamp": wire["time"], "data": wire}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"))


def ping_for(webhook: Webhook, actor_id: str) -> tuple[str, str]:
    """Return the id and the body of an event that is in no log and so has no number."""
    event_id, moment = new_id(), isoformat(now())
    wire = {
        "seq": None,
        "id": event_id,
        "type": TEST,
        "time": moment,
        "organization_id": webhook.organization_id,
        "subject": {"type": "webhook", "id": webhook.id},
        "actor_id": actor_id,
        "data": {},
    }
    return event_id, json.dumps({"type": TEST, "timestamp": moment, "data": wire}, separators=(",", ":"))


def sealed(keyring: Keyring, webhook_id: str, secret: str) -> bytes:
    """Return a secret's key as it is kept."""
    return keyring.seal(key_of(secret), _purpose(webhook_id))


def opened(keyring: Keyring, webhook_id: str, kept: SealedSecrets, moment: datetime) -> list[bytes]:
    """Return the keys that sign now, the present one first. Raises SealBroken."""
    signing = [kept.secret]
    if kept.former is not None and kept.former_until is not None and kept.former_until > moment:
        signing.append(kept.former)
    return [keyring.open(each, _purpose(webhook_id)) for each in signing]


def signed_headers(keys: list[bytes], message_id: str, moment: datetime, body: bytes) -> Mapping[str, str]:
    """Return the three headers that let a receiver know who sent `body`, and when."""
    timestamp = str(int(moment.timestamp()))
    return {
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(signature(key, message_id, timestamp, body) for key in keys),
    }


def _purpose(webhook_id: str) -> str:
    return f"webhooks:{webhook_id}:secret"
