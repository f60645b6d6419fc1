"""The cache, in this process and in Redis."""

import pickle
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from typing import Any

import pytest
import redis

from quarterdeck.infra import outage
from quarterdeck.infra.cache import Cache
from quarterdeck.infra.in_redis import PREFIX
from quarterdeck.infra.settings import Settings
from quarterdeck.kit.errors import Unavailable
from tests.servers.valkey import ValkeyServer
from tests.waiting import eventually


def with_redis(settings: Settings, valkey: ValkeyServer) -> Settings:
    return replace(settings, database=settings.database.model_copy(update={"redis_url": valkey.url}))


@pytest.fixture(params=["in process", "redis"])
async def cache(request: pytest.FixtureRequest, settings: Settings, valkey: ValkeyServer) -> AsyncIterator[Cache]:
    opened = Cache(with_redis(settings, valkey) if request.param == "redis" else settings)
    yield opened
    await opened.close()


@pytest.fixture
async def remote(settings: Settings, valkey: ValkeyServer) -> AsyncIterator[Cache]:
    opened = Cache(with_redis(settings, valkey))
    yield opened
    await opened.close()


@pytest.fixture
def raw(valkey: ValkeyServer) -> Iterator["redis.Redis"]:
    with redis.Redis.from_url(valkey.url) as client:
        yield client


class Bomb:
    """What an attacker would leave in Redis for a server that unpickles."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return (pytest.fail, ("something from Redis was unpickled",))


@pytest.mark.parametrize("value", [b"", b"ready", b"12345", b"bytes:x", bytes(range(256))])
async def test_bytes_come_back_as_they_were(cache: Cache, value: bytes) -> None:
    await cache.set("key", value)

    assert await cache.get("key") == value


async def test_what_is_not_there_or_was_deleted_is_a_miss(cache: Cache) -> None:
    await cache.set("a", b"1st")
    await cache.delete("a", "never there")

    assert await cache.get("a") is None
    assert await cache.get("b") is None


async def test_values_end_with_their_time(cache: Cache) -> None:
    await cache.set("brief", b"value", ttl=1)
    assert await cache.get("brief") == b"value"

    async def is_gone() -> bool:
        return await cache.get("brief") is None

    assert await eventually(is_gone)


@pytest.mark.parametrize("prefix", [b"", b"bytes:", b"pickle:"])
async def test_nothing_from_redis_is_ever_unpickled(remote: Cache, raw: "redis.Redis", prefix: bytes) -> None:
    left = prefix + pickle.dumps(Bomb())
    raw.set(f"{PREFIX}poisoned", left)

    assert await remote.get("poisoned") == left


class Counted:
    """Passes calls on, and notes what was asked of Redis."""

    def __init__(self, backend: Any) -> None:
        self._backend = backend
        self.asked: list[str] = []

    def __getattr__(self, name: str) -> Any:
        self.asked.append(name)
        return getattr(self._backend, name)


@pytest.fixture
def counted(remote: Cache, monkeypatch: pytest.MonkeyPatch) -> Counted:
    """The Redis of `remote`, which rests for an hour once it did not answer."""
    monkeypatch.setattr(outage, "REST_SECONDS", 3_600)
    backend = Counted(remote._backend)
    monkeypatch.setattr(remote, "_backend", backend)
    return backend


async def test_a_dead_redis_is_a_miss_and_asked_only_once(
    remote: Cache, counted: Counted, valkey: ValkeyServer
) -> None:
    await remote.set("key", b"value")
    valkey.kill()

    for _ in range(50):
        assert await remote.get("key") is None
        await remote.set("key", b"value")
        await remote.delete("key")
    assert counted.asked == ["set", "get"]
    with pytest.raises(Unavailable):
        await remote.ping()


async def test_a_frozen_redis_costs_one_request_its_patience_and_the_rest_nothing(
    remote: Cache, counted: Counted, valkey: ValkeyServer
) -> None:
    await remote.set("key", b"value")
    valkey.freeze()

    for _ in range(20):
        assert await remote.get("key") is None
    assert counted.asked == ["set", "get"]


async def test_redis_is_used_again_when_it_comes_back(
    remote: Cache, valkey: ValkeyServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outage, "REST_SECONDS", 0.05)
    await remote.set("key", b"value")
    valkey.kill()
    assert await remote.get("key") is None
    valkey.start()

    async def answers() -> bool:
        await remote.set("key", b"again")
        return await remote.get("key") == b"again"

    assert await eventually(answers)
    await remote.ping()
