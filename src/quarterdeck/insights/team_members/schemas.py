"""Members and a team's page on the wire."""

from collections.abc import Sequence
from typing import Literal, Self

from pydantic import Field, model_validator

from quarterdeck.infra.web.schema import Identifier, ResponseModel, StrictModel, UtcDateTime
from quarterdeck.insights.teams.schemas import TeamOut

MemberKind = Literal["developer", "user"]


class TeamMemberIn(StrictModel):
    """Name a developer (known from commits) or a user of this server, not both."""

    developer_id: Identifier | None = None
    user_id: Identifier | None = None

    @model_validator(mode="after")
    def names_one(self) -> Self:
        if (self.developer_id is None) == (self.user_id is None):
            raise ValueError("Name either developer_id or user_id")
        return self


class TeamMemberOut(ResponseModel):
    id: str = Field(description="Of the developer or the user; removes the member again")
    kind: MemberKind
    name: str
    email: str
    added_at: UtcDateTime


class TeamMetrics(ResponseModel):
    """What happened in the team's repositories lately. DORA metrics are at `/analytics/dora-metrics?team_id=`."""

    window_days: int
    repositories: int
    commits: int
    contributors: int = Field(description="People who wrote those commits; bots and agents are not people")
    changes_merged: int
    deployments: int


class TeamDetailsOut(TeamOut):
    members: Sequence[TeamMemberOut] = Field(description="The first 100; `/members` pages through all")
    metrics: TeamMetrics
