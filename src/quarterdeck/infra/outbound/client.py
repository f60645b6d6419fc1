"""The guarded HTTP client. It knows no redirects, no cookies, no proxies and nothing of the environment."""

import asyncio
import ssl
import time
from collections.abc import Iterable, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from functools import cached_property

import httpcore2
import structlog

from quarterdeck import __version__
from quarterdeck.infra.outbound.addresses import Resolver, resolve
from quarterdeck.infra.outbound.destination import Destination, listed_places, parse
from quarterdeck.infra.outbound.errors import OutboundFailed, OutboundRefused
from quarterdeck.infra.outbound.headers import header_lines, read_headers
from quarterdeck.infra.outbound.network import CheckedNetwork
from quarterdeck.infra.outbound.reading import read_body
from quarterdeck.infra.settings import Settings

log = structlog.get_logger()

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"})
MOST_CONNECTIONS = 100
UNREADABLE = (httpcore2.ProtocolError, httpcore2.UnsupportedProtocol)
BROKEN = (httpcore2.NetworkError, httpcore2.ConnectionNotAvailable, ssl.SSLError)


@dataclass(frozen=True, slots=True)
class Reply:
    """Whatever the other system answered, of any status. Names of headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    ms: float
    whole: bool = True


class Outbound:
    """A client of one purpose: `private` lists the private hosts that it may call. Close it when the process ends.

    Without `private` those of `PRIVATE_HOSTS`, which is for addresses that administrators configure, never for those
    that others name.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        private: Iterable[str] | None = None,
        resolver: Resolver = resolve,
        network: httpcore2.AsyncNetworkBackend | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._listed = listed_places(settings, private)
        self._network = CheckedNetwork(self._listed, resolver, network or httpcore2.AnyIOBackend())
        self._tls = tls

    async def send(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        content: bytes | None = None,
        timeout: float = 10.0,  # noqa: ASYNC109 - the one deadline of the whole, which this function keeps itself
        most_bytes: int = 1_048_576,
        cut: bool = False,
    ) -> Reply:
        """Call `url` and return the reply, whatever its status; a redirect is a reply like others.

        `timeout` is in seconds for everything together, names and body included. A body over `most_bytes`, unpacked,
        is a failure, and so is one packed in a way that cannot be read; with `cut` as much of it as can be read within
        the size is returned, and `Reply.whole` is false.

        Raises:
            OutboundRefused: the guard forbids this address, method or header.
            OutboundFailed: it was tried; `reason` says what went wrong.
        """
        destination = parse(url, self._listed)
        request = _request(method, destination, headers or {}, content)
        started = time.perf_counter()
        try:
            async with asyncio.timeout(timeout):
                status, found, body, was_cut = await self._exchange(request, most_bytes, cut=cut)
        except OutboundRefused:
            log.warning("outbound_refused", host=destination.host, port=destination.port)
            raise
        except (TimeoutError, httpcore2.TimeoutException) as error:
            raise OutboundFailed("timeout") from error
        except UNREADABLE as error:
            raise OutboundFailed("answer") from error
        except BROKEN as error:
            raise OutboundFailed("connection") from error
        if was_cut and not cut:
            raise OutboundFailed("size")
        return Reply(status, found, body, (time.perf_counter() - started) * 1_000, whole=not was_cut)

    async def close(self) -> None:
        if "_pool" in self.__dict__:  # opened with the first call
            await self._pool.aclose()

    @cached_property
    def _pool(self) -> httpcore2.AsyncConnectionPool:
        return httpcore2.AsyncConnectionPool(
            ssl_context=self._tls or ssl.create_default_context(),
            max_connections=MOST_CONNECTIONS,
            max_keepalive_connections=0,  # each request is checked anew, and none meets a connection half closed
            http2=False,
            network_backend=self._network,
        )

    async def _exchange(
        self, request: httpcore2.Request, most: int, *, cut: bool
    ) -> tuple[int, Mapping[str, str], bytes, bool]:
        response = await self._pool.handle_async_request(request)
        try:
            headers = read_headers(response.headers)
            async with aclosing(response.aiter_stream()) as pieces:
                body, was_cut = await read_body(pieces, headers.get("content-encoding", "").lower(), most, cut=cut)
        finally:
            await response.aclose()
        return response.status, headers, body, was_cut


def _request(
    method: str, destination: Destination, headers: Mapping[str, str], content: bytes | None
) -> httpcore2.Request:
    if method not in METHODS:
        raise OutboundRefused("That method is not one this server sends")
    own = {
        "Host": destination.authority,
        "User-Agent": f"Quarterdeck/{__version__}",
        "Accept": "*/*",
        "Accept-Encoding": "gzip",
        "Connection": "close",
    }
    if content is not None or method in {"POST", "PUT", "PATCH"}:
        own["Content-Length"] = str(len(content or b""))
    url = httpcore2.URL(
        scheme=destination.scheme, host=destination.host, port=destination.port, target=destination.target
    )
    return httpcore2.Request(method, url, headers=header_lines(own, headers), content=content or b"")
