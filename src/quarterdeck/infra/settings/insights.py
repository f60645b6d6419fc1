"""Reading repositories: time zone, sizes and patience."""

from pydantic import Field

from quarterdeck.infra.settings.group import SettingsGroup


class InsightsSettings(SettingsGroup):
    insights_timezone: str = Field(
        "UTC", max_length=64, description="Time zone of days and weeks where an organization names none."
    )
    clone_limit_mb: int = Field(5_000, ge=1, le=1_000_000, description="Largest clone in megabytes.")
    clone_timeout_minutes: int = Field(60, ge=1, le=1_440, description="Minutes a clone or fetch may take.")
