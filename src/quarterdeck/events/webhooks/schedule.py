"""When a delivery is tried again, and when its webhook is given up. Decisions only, no I/O."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

from quarterdeck.events.webhooks.types import TEST, DeliveryError, DisabledReason

# The schedule that the Standard Webhooks specification recommends: three days, ten attempts.
STEPS = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
JITTER = 0.2
LONGEST_RETRY_AFTER = timedelta(hours=24)
GIVEN_UP_AFTER = timedelta(days=5)
LEAST_FAILURES = 10
GONE = 410


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one attempt; it succeeded when there is no `error`."""

    error: DeliveryError | None = None
    status: int | None = None
    ms: float | None = None
    excerpt: str | None = None
    retry_after: timedelta | None = None


def next_wait(event_type: str, attempts: int, retry_after: timedelta | None) -> timedelta | None:
    """Say how long after attempt number `attempts` (from 1) the next one is, or `None` for never.

    `retry_after` is the receiver's own, which counts when it is later than our schedule. A ping is tried once.
    """
    if event_type == TEST or attempts > len(STEPS):
        return None
    step = STEPS[attempts - 1] * random.uniform(1.0, 1.0 + JITTER)  # noqa: S311 - spreads retries
    return max(step, retry_after or timedelta(0))


def reason_to_disable(
    outcome: Outcome, failing_since: datetime, failures: int, moment: datetime
) -> DisabledReason | None:
    """Say whether a failed attempt is the webhook's last; `failures` counts it too."""
    if outcome.status == GONE:
        return "gone"
    if outcome.error == "secret_unreadable":
        return "secret_unreadable"
    given_up = moment - failing_since >= GIVEN_UP_AFTER and failures >= LEAST_FAILURES
    return "failing" if given_up else None


def retry_after_in(retry_after: str, moment: datetime) -> timedelta | None:
    """Read a `Retry-After` header: seconds or a date; nonsense is as good as none, and a day is the most."""
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return min(timedelta(seconds=int(text[:9])), LONGEST_RETRY_AFTER)
    try:
        moment_named = parsedate_to_datetime(text)
    except ValueError:
        return None
    if moment_named.tzinfo is None:
        return None
    return max(timedelta(0), min(moment_named - moment, LONGEST_RETRY_AFTER))
