"""A trap on loopback, a client that may not reach it, and one that may because an administrator listed it."""

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace

import pytest

from quarterdeck.infra.outbound import Outbound
from quarterdeck.infra.settings import Settings
from quarterdeck.infra.settings.outbound import OutboundSettings
from tests.servers.trap import Trap, trap_server


def allowing(settings: Settings, *places: str) -> Settings:
    return replace(settings, outbound=OutboundSettings(private_hosts=places))


def to(*addresses: str) -> Callable[[str, int], Sequence[str]]:
    """A name service that knows one answer."""
    return lambda _host, _port: addresses


@pytest.fixture
async def trap() -> AsyncIterator[Trap]:
    async with trap_server() as opened:
        yield opened


@pytest.fixture
async def guarded(settings: Settings) -> AsyncIterator[Outbound]:
    opened = Outbound(settings)
    yield opened
    await opened.close()


@pytest.fixture
async def listed(settings: Settings, trap: Trap) -> AsyncIterator[Outbound]:
    opened = Outbound(allowing(settings, f"127.0.0.1:{trap.port}"))
    yield opened
    await opened.close()
