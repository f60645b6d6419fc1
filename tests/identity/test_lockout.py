"""When the door closes after wrong passwords."""

from datetime import UTC, datetime, timedelta

from quarterdeck.identity.sessions.lockout import PAIR_LIMIT, WIDE_LIMIT, WINDOW, Tally, wait_before_next

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
NONE = Tally(0, None)


def test_up_to_the_limit_nobody_waits() -> None:
    some = Tally(PAIR_LIMIT - 1, NOON)

    assert wait_before_next(some, some, some, NOON) is None
    assert wait_before_next(NONE, NONE, NONE, NOON) is None


def test_the_eleventh_attempt_of_a_pair_waits_until_the_oldest_failure_leaves_the_window() -> None:
    locked = Tally(PAIR_LIMIT, NOON - timedelta(minutes=5))

    assert wait_before_next(locked, locked, locked, NOON) == 10 * 60 + 1


def test_a_peer_that_guesses_at_an_account_does_not_lock_out_its_owner_elsewhere() -> None:
    assert wait_before_next(NONE, Tally(PAIR_LIMIT, NOON), NONE, NOON) is None


def test_guessing_spread_over_peers_or_over_accounts_is_stopped_too() -> None:
    many = Tally(WIDE_LIMIT, NOON)

    assert wait_before_next(NONE, many, NONE, NOON) is not None
    assert wait_before_next(NONE, NONE, many, NOON) is not None


def test_the_wait_is_never_nothing() -> None:
    assert wait_before_next(Tally(PAIR_LIMIT, NOON - WINDOW), NONE, NONE, NOON) == 1
