"""How connections are opened: the name is resolved once, every address is checked, and that address is used."""

from collections.abc import Collection, Iterable
from functools import partial

from anyio import CapacityLimiter, to_thread
from httpcore2 import SOCKET_OPTION, AsyncNetworkBackend, AsyncNetworkStream, ConnectError, ConnectTimeout

from quarterdeck.infra.outbound.addresses import Resolver, checked_addresses
from quarterdeck.infra.outbound.destination import Place
from quarterdeck.infra.outbound.errors import OutboundRefused

MOST_LOOKUPS = 16  # a name service that hangs must not take every worker thread
MOST_TRIES = 4
CONNECT_SECONDS = 5.0


class CheckedNetwork(AsyncNetworkBackend):
    """Connects to checked addresses only. TLS above it still asks for the name, and so does `Host`."""

    def __init__(self, listed: Collection[Place], resolver: Resolver, inner: AsyncNetworkBackend) -> None:
        self._listed = listed
        self._resolver = resolver
        self._inner = inner
        self._lookups = CapacityLimiter(MOST_LOOKUPS)

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the interface of httpcore2
        local_address: str | None = None,
        socket_options: Iterable[SOCKET_OPTION] | None = None,
    ) -> AsyncNetworkStream:
        private = (host, port) in self._listed
        look_up = partial(checked_addresses, host, port, private=private, resolver=self._resolver)
        addresses = await to_thread.run_sync(look_up, abandon_on_cancel=True, limiter=self._lookups)
        failure: ConnectError | ConnectTimeout = ConnectError("no address")
        for address in addresses[:MOST_TRIES]:
            wait = CONNECT_SECONDS if timeout is None else timeout
            try:
                return await self._inner.connect_tcp(str(address), port, wait, local_address, socket_options)
            except (ConnectError, ConnectTimeout) as error:
                failure = error
        raise failure

    async def connect_unix_socket(self, *_: object, **__: object) -> AsyncNetworkStream:
        raise OutboundRefused
