"""The version that an update was made from, as a body names it."""

from typing import Annotated

from pydantic import Field

ExpectedVersion = Annotated[
    int | None, Field(ge=1, le=2**31 - 1, description="The `version` that was read; another one now is 409")
]
