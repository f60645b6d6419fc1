"""Client ID metadata documents (draft-ietf-oauth-client-id-metadata-document): a client named by an address.

The document at that address says what the client is. It is asked for by the guarded client, read strictly, and kept
in this process for as long as its headers say, within bounds; a failure is kept too, so that nobody makes this
server call an address again and again.
"""

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol
from urllib.parse import urlsplit

from cachetools import TLRUCache

from quarterdeck.identity.names import shown_name
from quarterdeck.identity.oauth_server.clients.types import OAuthClient
from quarterdeck.identity.oauth_server.redirects import MOST, is_address, is_loopback
from quarterdeck.identity.oauth_server.scopes import OFFERED
from quarterdeck.infra.outbound import OutboundFailed, OutboundRefused, Reply
from quarterdeck.infra.web import json_body
from quarterdeck.infra.web.json_body import BadJson
from quarterdeck.infra.web.media import is_json
from quarterdeck.kit.clock import now
from quarterdeck.kit.ids import new_id

LARGEST: Final = 5 * 1024
PATIENCE: Final = 3.0
SHORTEST_KEPT, USUALLY_KEPT, LONGEST_KEPT = 60, 3_600, 86_400
FAILURE_KEPT: Final = 60
MOST_KEPT: Final = 1_000
LONGEST_CLIENT_ID: Final = 500
_OK: Final = 200
_WITH_PATH = re.compile(r"https?://[^/?#\s]+/[^#\s]+")
_MAX_AGE = re.compile(r"(?:^|[,\s])max-age=(\d{1,9})\b")


class Fetcher(Protocol):
    """The part of `Outbound` that is needed here."""

    async def send(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        timeout: float = ...,  # noqa: ASYNC109 - the guarded client's own
        most_bytes: int = ...,
    ) -> Reply: ...


@dataclass(frozen=True, slots=True)
class FetchedDocument:
    """What an address gave: a client, or why there is none; and how many seconds that stands."""

    client: OAuthClient | None
    problem: str
    seconds: int


class ClientDocuments:
    """The documents read lately."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher
        self._kept: TLRUCache[str, FetchedDocument] = TLRUCache(
            MOST_KEPT, ttu=lambda _url, found, moment: moment + found.seconds, timer=time.monotonic
        )

    def kept(self, url: str) -> FetchedDocument | None:
        return self._kept.get(url)

    async def read(self, url: str) -> FetchedDocument:
        """Return what the document at `url` says, asking for it if need be."""
        found = self._kept.get(url)
        if found is None:
            found = self._kept[url] = await _fetch(url, self._fetcher)
        return found


def is_metadata_address(client_id: str) -> bool:
    """Tell whether a client names itself by the address of a document, which needs a path."""
    return len(client_id) <= LONGEST_CLIENT_ID and _WITH_PATH.fullmatch(client_id) is not None


def warnings_about(client: OAuthClient, redirect_uri: str) -> list[str]:
    """Say what a person should know before trusting a client that nobody registered here."""
    warnings = []
    if client.kind == "dynamic":
        warnings.append("This program gave itself its name; nobody has checked it.")
    if is_loopback(redirect_uri):
        warnings.append("The answer goes to a program on the computer you are at now; any program there can claim it.")
    elif client.kind == "metadata" and urlsplit(redirect_uri).netloc != urlsplit(client.client_id).netloc:
        warnings.append("The program is described at one site, and the answer goes to another.")
    return warnings


async def _fetch(url: str, fetcher: Fetcher) -> FetchedDocument:
    headers = {"Accept": "application/json"}
    try:
        reply = await fetcher.send("GET", url, headers=headers, timeout=PATIENCE, most_bytes=LARGEST)
    except (OutboundRefused, OutboundFailed) as error:
        return _nothing(error.text)
    if reply.status != _OK:
        return _nothing(f"The address of the client answered with status {reply.status}")
    return _read(url, reply)


def _read(url: str, reply: Reply) -> FetchedDocument:
    if not is_json(reply.headers.get("content-type", "")):
        return _nothing("The address of the client holds no JSON")
    try:
        document = json_body.loads(reply.body)
    except BadJson as error:
        return _nothing(error.text)
    problem = problem_with(url, document)
    if problem:
        return _nothing(problem)
    return FetchedDocument(_client(url, document), "", seconds_kept(reply.headers.get("cache-control", "")))


def problem_with(url: str, document: Any) -> str:
    """Return what is wrong with a document, or nothing."""
    if not isinstance(document, dict) or document.get("client_id") != url:
        return "The document at the client's address does not name this address as its client_id"
    if document.get("token_endpoint_auth_method", "none") != "none" or "client_secret" in document:
        return "The document asks for a client authentication other than none"
    uris = document.get("redirect_uris")
    if not isinstance(uris, list) or not 0 < len(uris) <= MOST:
        return "The document names no redirect addresses, or too many"
    if not all(isinstance(uri, str) and is_address(uri) for uri in uris):
        return "The document names a redirect address that is not https or this computer"
    return "" if isinstance(document.get("client_name", ""), str) else "The document's client_name is not text"


def seconds_kept(cache_control: str) -> int:
    """Return how long a document stands: as its headers say, within bounds."""
    lowered = cache_control.lower()
    if "no-store" in lowered or "no-cache" in lowered:
        return SHORTEST_KEPT
    match = _MAX_AGE.search(lowered)
    return min(max(int(match[1]), SHORTEST_KEPT), LONGEST_KEPT) if match else USUALLY_KEPT


def _client(url: str, document: dict[str, Any]) -> OAuthClient:
    return OAuthClient(
        id=new_id(),
        client_id=url,
        kind="metadata",
        name=shown_name(document.get("client_name", "")) or urlsplit(url).netloc,
        redirect_uris=tuple(document["redirect_uris"]),
        scopes=OFFERED,
        secret_hash=None,
        pkce="required",
        created_by=None,
        created_at=now(),
    )


def _nothing(problem: str) -> FetchedDocument:
    return FetchedDocument(None, problem, FAILURE_KEPT)
