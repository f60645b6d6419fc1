"""Senders as the real ones are: each signs the very bytes that it sends."""

import base64
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from quarterdeck.kit.clock import now
from quarterdeck.kit.ids import new_id

JSON = "application/json"


@dataclass(frozen=True)
class Sent:
    """One delivery, ready to be posted; `changed` makes another of it."""

    headers: Mapping[str, str]
    body: bytes

    def changed(self, body: bytes | None = None, *, headers: Mapping[str, str | None] | None = None) -> "Sent":
        kept = {name: value for name, value in self.headers.items() if name not in (headers or {})}
        given = {name: value for name, value in (headers or {}).items() if value is not None}
        return Sent(kept | given, self.body if body is None else body)


def encoded(payload: Any) -> bytes:
    return payload if isinstance(payload, bytes) else json.dumps(payload).encode()


def github(secret: str, payload: Any, event: str = "push", delivery: str = "", content_type: str = JSON) -> Sent:
    body = encoded(payload)
    return Sent(
        {
            "content-type": content_type,
            "x-github-delivery": delivery or new_id(),
            "x-github-event": event,
            "x-hub-signature-256": f"sha256={_hexadecimal(secret, body)}",
        },
        body,
    )


def gitlab(token: str, payload: Any, event: str = "Push Hook", key: str | None = None) -> Sent:
    headers = {"content-type": JSON, "x-gitlab-token": token, "x-gitlab-event": event}
    return Sent(headers | {"idempotency-key": key or new_id()}, encoded(payload))


def signed_gitlab(secret: str, payload: Any, event: str = "Push Hook") -> Sent:
    sent = generic(secret, payload)
    return Sent({**sent.headers, "x-gitlab-event": event}, sent.body)


def sentry(secret: str, payload: Any, resource: str = "issue") -> Sent:
    body = encoded(payload)
    return Sent(
        {
            "content-type": JSON,
            "request-id": new_id(),
            "sentry-hook-resource": resource,
            "sentry-hook-timestamp": str(int(now().timestamp())),
            "sentry-hook-signature": _hexadecimal(secret, body),
        },
        body,
    )


def generic(secret: str, payload: Any, *, message: str | None = None, age: float = 0) -> Sent:
    """Sign after Standard Webhooks, as of `age` seconds ago."""
    body, message, stamp = encoded(payload), message or new_id(), str(int(now().timestamp() - age))
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signature = base64.b64encode(hmac.new(key, f"{message}.{stamp}.".encode() + body, sha256).digest()).decode()
    headers = {"webhook-id": message, "webhook-timestamp": stamp, "webhook-signature": f"v1,{signature}"}
    return Sent({"content-type": JSON, **headers}, body)


def _hexadecimal(secret: str, body: bytes) -> str:
    return hmac.new(secret.encode(), body, sha256).hexdigest()
