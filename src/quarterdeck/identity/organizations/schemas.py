"""Organizations on the wire."""

from functools import cache
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field

from quarterdeck.identity.roles import OrganizationRole
from quarterdeck.identity.users.emails import Email
from quarterdeck.infra.web.schema import Identifier, Name, ResponseModel, StrictModel, Text, UtcDateTime
from quarterdeck.infra.web.versions import ExpectedVersion


@cache
def _timezones() -> frozenset[str]:
    """Read the names once: each reading opens some six hundred files."""
    return frozenset(available_timezones())


def known_timezone(name: str) -> str:
    if name not in _timezones():
        raise ValueError("not a time zone of the IANA database")
    return name


Timezone = Annotated[str, Field(max_length=64, examples=["Europe/Berlin"]), AfterValidator(known_timezone)]
Language = Annotated[
    str, Field(max_length=35, pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$", examples=["en"], description="BCP 47")
]


class OrganizationSettings(StrictModel):
    timezone: Timezone = "UTC"
    default_language: Language = "en"


class OrganizationIn(StrictModel):
    name: Name = Field(examples=["Acme Corporation"])
    description: Text = ""
    settings: OrganizationSettings = OrganizationSettings()


class OrganizationPut(OrganizationIn):
    expected_version: ExpectedVersion = None


class OrganizationPatch(StrictModel):
    name: Name | None = None
    description: Text | None = None
    settings: OrganizationSettings | None = None
    expected_version: ExpectedVersion = None


class OrganizationSettingsOut(ResponseModel):
    timezone: str
    default_language: str


class OrganizationOut(ResponseModel):
    id: str
    name: str
    description: str
    settings: OrganizationSettingsOut
    created_at: UtcDateTime
    updated_at: UtcDateTime
    version: int


class MemberIn(StrictModel):
    """Name the user by id or by e-mail address."""

    user_id: Identifier | None = None
    email: Email | None = None
    role: OrganizationRole = "member"


class MemberPatch(StrictModel):
    role: OrganizationRole


class MemberOut(ResponseModel):
    organization_id: str
    user_id: str
    email: str
    name: str
    role: OrganizationRole
    created_at: UtcDateTime
