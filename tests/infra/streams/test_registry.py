"""The streams that are open: whoever stops the server waits for their last words, but not for ever."""

import asyncio

from quarterdeck.infra.streams.registry import OpenStreams


class Stream:
    def wake(self) -> None: ...
    def tick(self, time: float) -> None: ...


async def test_a_stop_waits_until_the_last_stream_has_ended() -> None:
    streams = OpenStreams(asyncio.Event())
    with streams.listening(Stream()):
        with streams.listening(Stream()):
            waiting = asyncio.create_task(streams.ended(60))
            await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert not waiting.done()
    await waiting


async def test_a_stop_does_not_wait_for_a_stream_that_never_ends() -> None:
    streams = OpenStreams(asyncio.Event())
    with streams.listening(Stream()):
        await streams.ended(0.01)

        assert streams.count == 1


async def test_a_stop_without_streams_waits_for_nothing() -> None:
    await OpenStreams(asyncio.Event()).ended(60)
