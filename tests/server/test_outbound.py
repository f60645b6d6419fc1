"""Who may be called: each purpose has a list of private hosts of its own, and no other purpose's counts."""

from contextlib import AsyncExitStack
from dataclasses import replace

from quarterdeck.infra.outbound import Outbound, OutboundRefused
from quarterdeck.infra.settings import Settings
from quarterdeck.server.application import create_app
from tests.conftest import running
from tests.servers.trap import Trap, trap_server


async def reached(outbound: Outbound, traps: list[Trap]) -> list[bool]:
    return [await is_reached(outbound, trap) for trap in traps]


async def is_reached(outbound: Outbound, trap: Trap) -> bool:
    before = trap.connections
    try:
        await outbound.send("GET", f"http://127.0.0.1:{trap.port}/")
    except OutboundRefused:
        assert trap.connections == before
        return False
    return True


async def test_each_purpose_calls_the_private_hosts_of_its_own_list_alone(settings: Settings) -> None:
    async with AsyncExitStack() as stack:
        traps = [await stack.enter_async_context(trap_server()) for _ in range(3)]
        places = [(f"127.0.0.1:{trap.port}",) for trap in traps]
        names = ("private_hosts", "client_metadata_private_hosts", "webhook_private_hosts")
        listed = settings.outbound.model_copy(update=dict(zip(names, places, strict=True)))
        app = await stack.enter_async_context(running(create_app(replace(settings, outbound=listed))))

        assert await reached(app.state.parts.outbound, traps) == [True, False, False]
        assert await reached(app.state.parts.identity.client_documents, traps) == [False, True, False]
        assert await reached(app.state.parts.webhook_outbound, traps) == [False, False, True]


async def test_without_lists_no_private_host_is_called_for_any_purpose(settings: Settings) -> None:
    async with trap_server() as trap, running(create_app(settings)) as app:
        for outbound in (
            app.state.parts.outbound,
            app.state.parts.identity.client_documents,
            app.state.parts.webhook_outbound,
        ):
            assert not await is_reached(outbound, trap)
