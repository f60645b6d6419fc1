"""How many requests are answered, by class and by who asks."""

from typing import Literal

from pydantic import Field

from quarterdeck.infra.settings.group import SettingsGroup
from quarterdeck.infra.settings.values import (
    PerHour,
    PerMinute,
)


class RateLimitSettings(SettingsGroup):
    rate_limit_profile: Literal["default", "team", "off"] = Field(
        "default",
        description="`team` gives API credentials a session's numbers; production refuses `off`.",
    )
    rate_limit_per_minute: PerMinute = Field(60, description="Requests a minute for routes of no other class.")
    rate_limit_per_hour: PerHour = Field(1_000, description="Requests an hour of one signed-in principal.")
    rate_limit_anonymous_per_hour: PerHour = Field(
        100, description="Requests an hour of one address that did not sign in."
    )
    rate_limit_team_per_hour: PerHour = Field(
        20_000, description="Requests an hour of one principal under the `team` profile."
    )
    rate_limit_auth: PerMinute = Field(5, description="Sign-ins a minute.")
    rate_limit_create: PerMinute = Field(10, description="Writes a minute by an API credential.")
    rate_limit_read: PerMinute = Field(30, description="Reads a minute by an API credential.")
    rate_limit_delete: PerMinute = Field(5, description="Deletions a minute by an API credential.")
    rate_limit_export: PerMinute = Field(5, description="Analytics exports a minute.")
    rate_limit_events: PerMinute = Field(60, description="Custom events a minute.")
    rate_limit_session_read: PerMinute = Field(600, description="Reads a minute by a person in the console.")
    rate_limit_session_write: PerMinute = Field(120, description="Writes a minute by a person in the console.")
