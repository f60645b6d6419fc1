"""What a caller may ask of the metrics, checked and bounded."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from quarterdeck.insights.facts.rows import Actor
from quarterdeck.insights.metrics.benchmark import MetricName, Year
from quarterdeck.insights.metrics.scope import LeadStart, RestoreFrom
from quarterdeck.insights.metrics.window import Granularity, TimeWindow
from quarterdeck.kit.errors import Detail, Invalid

MOST_DAYS = 3_660
MOST_BUCKETS = 1_100
EARLIEST, LATEST = datetime(1970, 1, 2, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
BUCKET_DAYS = {"daily": 1, "weekly": 7, "monthly": 28}
ACTORS: tuple[Actor, ...] = ("human", "agent", "bot")

Word = Annotated[str, StringConstraints(min_length=1, max_length=200)]
ActorList = Annotated[str, StringConstraints(pattern=r"^(human|agent|bot)(,(human|agent|bot)){0,2}$")]
When = Annotated[
    str,
    StringConstraints(min_length=10, max_length=40),
    Field(description="A day, or an instant with an offset or Z", examples=["2025-09-01"]),
]


class ScopeParameters(BaseModel):
    """Which repositories, which time, which deployments and changes."""

    model_config = ConfigDict(hide_input_in_errors=True)

    organization_id: Word | None = None
    team_id: Word | None = None
    repository_id: Word | None = None
    start_date: When
    end_date: When = Field(description="A day (which is still inside), or the instant before which the window ends")
    granularity: Granularity = "daily"
    timezone: Annotated[str, StringConstraints(min_length=1, max_length=64)] | None = Field(
        None, description="Zone of days, weeks and months, as `Europe/Berlin`; by default the server's"
    )
    environment: Word = "production"
    service: Word | None = None
    actors: ActorList | None = Field(None, description="Only changes by these: human, agent, bot, joined by commas")
    start: LeadStart = Field("first_commit", description="Where the lead time begins")
    restore_from: RestoreFrom = Field("incident", description="Where the time to restore begins")

    @property
    def chosen_actors(self) -> list[Actor] | None:
        return None if self.actors is None else [actor for actor in ACTORS if actor in self.actors.split(",")]

    def window(self, default_zone: str) -> TimeWindow:
        """Read the window.

        Raises:
            Invalid: naming the parameter at fault.
        """
        zone = _zone(self.timezone or default_zone)
        start = _instant("start_date", self.start_date, zone, timedelta())
        end = _instant("end_date", self.end_date, zone, timedelta(days=1))
        if start >= end:
            raise _invalid("end_date", "Must be after start_date")
        days = (end - start) / timedelta(days=1)
        if days > MOST_DAYS or days / BUCKET_DAYS[self.granularity] > MOST_BUCKETS:
            raise _invalid("granularity", f"At most {MOST_DAYS} days and {MOST_BUCKETS} buckets")
        return TimeWindow.between(start, end, zone, self.granularity)


class DoraParameters(ScopeParameters):
    benchmark: Year | None = Field(None, description="Also place each metric beside the report of this year")


class ExplainParameters(ScopeParameters):
    metric: MetricName


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise _invalid("timezone", "There is no such time zone") from None


def _instant(field: str, text: str, zone: ZoneInfo, whole_day: timedelta) -> datetime:
    """Read an instant, or a day as its local midnight plus `whole_day` in local days."""
    try:
        moment = datetime.fromisoformat(text)
        if len(text) == len("2025-09-01"):
            moment = datetime.combine(date.fromisoformat(text) + whole_day, time(), zone)
    except (ValueError, OverflowError):
        raise _invalid(field, "Use a day like 2025-09-01, or an instant like 2025-09-01T12:00:00Z") from None
    if moment.tzinfo is None:
        raise _invalid(field, "An instant needs an offset or Z")
    if not EARLIEST <= moment <= LATEST:
        raise _invalid(field, "Must lie between 1970 and 2200")
    return moment.astimezone(UTC)


def _invalid(field: str, message: str) -> Invalid:
    return Invalid(details=[Detail(field, message)])
