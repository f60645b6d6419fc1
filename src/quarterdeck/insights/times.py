"""Fact times are naive and hold UTC; everywhere else times are aware."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime

FIRST_YEAR, LAST_YEAR = 1970, 2200


def naive(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None)


def aware(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC)


def aware_or_none(moment: datetime | None) -> datetime | None:
    return None if moment is None else moment.replace(tzinfo=UTC)


def naive_or_none(moment: datetime | None) -> datetime | None:
    return None if moment is None else naive(moment)


def _in_our_time(moment: datetime) -> datetime:
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValueError(f"The year should be from {FIRST_YEAR} to {LAST_YEAR}")
    return moment


OurTime = Annotated[AwareDatetime, AfterValidator(_in_our_time)]
"""A moment with its offset, within the years in which there is software; nearer the ends UTC would overflow."""
