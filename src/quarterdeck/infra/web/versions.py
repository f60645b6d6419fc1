"""Optimistic concurrency: an update may name the version it was made from, in a header or in the body."""

from typing import Annotated

from fastapi import Depends, Header
from pydantic import Field

from quarterdeck.kit.errors import Conflict

ExpectedVersion = Annotated[
    int | None, Field(ge=1, le=2**31 - 1, description="The `version` that was read; another one now is 409")
]

VERSION_TAG = r'^(\*|(W/)?"?[0-9]{1,9}"?)$'


class StaleVersion(Conflict):
    code = "STALE_VERSION"
    message = "Somebody changed this in the meantime; read it again"


async def version_of_if_match(
    if_match: Annotated[
        str | None, Header(max_length=16, pattern=VERSION_TAG, description="The `version` that was read")
    ] = None,
) -> int | None:
    """Read `If-Match: "3"`; `*` and no header name no version."""
    return int(if_match.removeprefix("W/").strip('"')) if if_match and if_match != "*" else None


IfMatch = Annotated[int | None, Depends(version_of_if_match)]


def check_version(have: int, *expected: int | None) -> None:
    """Raise `StaleVersion` when a version was named and is not the present one."""
    if any(version is not None and version != have for version in expected):
        raise StaleVersion
