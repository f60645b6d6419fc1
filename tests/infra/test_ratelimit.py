"""Rate limits: classes, profiles, and a Redis that goes away."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from quarterdeck.infra.ratelimit import LimitClass, RateLimiter
from quarterdeck.infra.settings import Settings
from quarterdeck.infra.settings.rate_limits import RateLimitSettings
from quarterdeck.kit.errors import RateLimited, Unavailable
from tests.servers.valkey import ValkeyServer


def limiter(settings: Settings, **numbers: Any) -> RateLimiter:
    return RateLimiter(replace(settings, rate_limits=RateLimitSettings(**numbers)))


async def allowed(limits: RateLimiter, limit_class: LimitClass, **options: Any) -> int:
    """Count how many requests of one principal get through, up to 700."""
    for number in range(700):
        try:
            await limits.hit(limit_class, "somebody", **options)
        except RateLimited:
            return number
    return 700


@pytest.mark.parametrize(
    ("limit_class", "number"),
    [("auth", 5), ("create", 10), ("read", 30), ("delete", 5), ("export", 5), ("events", 60), ("other", 60)],
)
async def test_each_class_has_the_number_of_the_documents(
    settings: Settings, limit_class: LimitClass, number: int
) -> None:
    assert await allowed(limiter(settings), limit_class) == number


async def test_a_person_in_the_console_has_numbers_of_their_own(settings: Settings) -> None:
    assert await allowed(limiter(settings), "read", person=True) == 600
    assert await allowed(limiter(settings), "create", person=True) == 120
    assert await allowed(limiter(settings), "auth", person=True) == 5


async def test_the_team_profile_gives_credentials_a_sessions_numbers(settings: Settings) -> None:
    assert await allowed(limiter(settings, rate_limit_profile="team"), "read") == 600
    assert await allowed(limiter(settings, rate_limit_profile="team"), "create") == 120
    assert await allowed(limiter(settings, rate_limit_profile="team"), "export") == 5


async def test_a_key_may_carry_a_number_of_its_own(settings: Settings) -> None:
    assert await allowed(limiter(settings), "read", override=3) == 3
    assert await allowed(limiter(settings), "read", override=100) == 100


async def test_off_still_guards_the_sign_in(settings: Settings) -> None:
    limits = limiter(settings, rate_limit_profile="off")

    assert await allowed(limits, "create") == 700
    assert await limits.hit("read", "somebody") is None
    assert await limits.hit_anonymous("192.0.2.1") is None
    assert await allowed(limits, "auth") == 5


async def test_an_hour_has_its_own_number_over_all_classes(settings: Settings) -> None:
    limits = limiter(settings, rate_limit_per_hour=8)

    assert await allowed(limits, "read") == 8
    with pytest.raises(RateLimited):
        await limits.hit("events", "somebody")
    assert await limits.hit("events", "somebody else")


async def test_strangers_are_counted_by_address(settings: Settings) -> None:
    limits = limiter(settings, rate_limit_anonymous_per_hour=2)

    for _ in range(2):
        await limits.hit_anonymous("192.0.2.1")
    with pytest.raises(RateLimited) as refused:
        await limits.hit_anonymous("192.0.2.1")
    assert refused.value.retry_after is not None
    assert 1 <= refused.value.retry_after <= 3600
    assert await limits.hit_anonymous("192.0.2.2")


async def test_a_caller_is_told_where_they_stand(settings: Settings) -> None:
    limits = limiter(settings)

    first, second = await limits.hit("read", "somebody"), await limits.hit("read", "somebody")

    assert first is not None
    assert second is not None
    assert (first.limit, first.remaining, second.remaining) == (30, 29, 28)
    assert 1 <= second.reset_seconds <= 60


@pytest.fixture
async def shared(settings: Settings, valkey: ValkeyServer) -> AsyncIterator[tuple[RateLimiter, RateLimiter]]:
    """The limiters of two server processes."""
    with_redis = replace(settings, database=settings.database.model_copy(update={"redis_url": valkey.url}))
    both = RateLimiter(with_redis), RateLimiter(with_redis)
    yield both
    for each in both:
        await each.close()


async def test_two_processes_count_together(shared: tuple[RateLimiter, RateLimiter]) -> None:
    for each in (*shared, *shared, shared[0]):
        await each.hit("auth", "somebody")

    for each in shared:
        with pytest.raises(RateLimited):
            await each.hit("auth", "somebody")


async def test_without_redis_sign_in_is_closed_and_the_rest_is_counted_here(
    shared: tuple[RateLimiter, RateLimiter], valkey: ValkeyServer
) -> None:
    await shared[0].hit("read", "somebody")
    valkey.kill()

    with pytest.raises(Unavailable) as closed:
        await shared[0].hit("auth", "somebody")
    assert closed.value.retry_after
    assert await allowed(shared[0], "read") == 30
    with pytest.raises(Unavailable):
        await shared[0].hit("auth", "somebody")
