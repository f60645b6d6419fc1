"""Teams on the wire."""

from pydantic import Field

from quarterdeck.infra.web.schema import Identifier, Name, ResponseModel, StrictModel, Text, UtcDateTime
from quarterdeck.infra.web.versions import ExpectedVersion


class TeamIn(StrictModel):
    name: Name = Field(examples=["Platform Team"])
    organization_id: Identifier | None = Field(
        None, description="May be left out by somebody who belongs to one organization"
    )
    description: Text = ""


class TeamPut(StrictModel):
    name: Name = Field(examples=["Platform Team"])
    description: Text = ""
    expected_version: ExpectedVersion = None


class TeamPatch(StrictModel):
    name: Name | None = None
    description: Text | None = None
    expected_version: ExpectedVersion = None


class TeamOut(ResponseModel):
    id: str
    name: str = Field(examples=["Platform Team"])
    organization_id: str
    description: str
    members_count: int = Field(examples=[8])
    created_at: UtcDateTime
    updated_at: UtcDateTime
    version: int
