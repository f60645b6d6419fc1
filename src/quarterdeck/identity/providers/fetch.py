"""Ask a provider for JSON. What comes back is a stranger's: bounded, strictly read, and an object or nothing."""

import base64
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

import structlog

from quarterdeck.identity.providers.errors import ProviderUnavailable
from quarterdeck.infra.outbound import Outbound, Reply
from quarterdeck.infra.web import json_body
from quarterdeck.infra.web.media import FORM, JSON
from quarterdeck.kit.errors import QuarterdeckError

log = structlog.get_logger()

MOST_BYTES = 262_144
SECONDS = 10.0
OK = 200


async def get_json(outbound: Outbound, url: str, token: str = "") -> Any:
    """Read JSON from `url`; anything but a 200 with JSON in it is `ProviderUnavailable`."""
    headers = {"Accept": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    answer = await _sent(outbound, "GET", url, headers, None)
    if answer.status != OK:
        raise _unavailable(url, f"status {answer.status}")
    return _json(url, answer.body)


async def post_form(
    outbound: Outbound, url: str, fields: Mapping[str, str], basic: tuple[str, str] | None = None
) -> tuple[int, dict[str, Any]]:
    """Send a form, as token endpoints take it; returns the status and the JSON object of the answer."""
    headers = {"Accept": JSON, "Content-Type": FORM}
    if basic is not None:
        headers["Authorization"] = _basic(*basic)
    answer = await _sent(outbound, "POST", url, headers, urlencode(fields).encode())
    found = _json(url, answer.body)
    if not isinstance(found, dict):
        raise _unavailable(url, "not an object")
    return answer.status, found


async def _sent(outbound: Outbound, method: str, url: str, headers: dict[str, str], content: bytes | None) -> Reply:
    try:
        return await outbound.send(
            method, url, headers=headers, content=content, timeout=SECONDS, most_bytes=MOST_BYTES
        )
    except QuarterdeckError as error:
        raise _unavailable(url, error.code) from error


def _json(url: str, body: bytes) -> Any:
    try:
        return json_body.loads(body)
    except json_body.BadJson as error:
        raise _unavailable(url, "not JSON") from error


def _unavailable(url: str, why: str) -> ProviderUnavailable:
    log.warning("provider_unavailable", url=url.partition("?")[0], why=why)
    return ProviderUnavailable()


def _basic(user: str, password: str) -> str:
    """RFC 6749, 2.3.1: both parts are form-encoded before they meet."""
    pair = f"{quote(user, safe='')}:{quote(password, safe='')}"
    return f"Basic {base64.b64encode(pair.encode()).decode()}"
