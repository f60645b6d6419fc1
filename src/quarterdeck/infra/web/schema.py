"""Bases of the models on the wire."""

import re
from datetime import datetime
from typing import Annotated, Generic, TypeVar

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

Item = TypeVar("Item")

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Text = Annotated[str, StringConstraints(max_length=10_000)]
Identifier = Annotated[
    str, StringConstraints(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")
]


def _written_out(value: object) -> object:
    """Refuse numbers, which pydantic would take for seconds since 1970: the contract knows ISO 8601 alone."""
    if isinstance(value, datetime) or (isinstance(value, str) and WRITTEN_OUT.match(value)):
        return value
    raise ValueError("Use ISO 8601 with an offset or Z, such as 2026-03-01T12:00:00Z")


WRITTEN_OUT = re.compile(r"\d{4}-\d\d-\d\d[Tt ]")
Instant = Annotated[AwareDatetime, BeforeValidator(_written_out)]
UtcDateTime = AwareDatetime  # in answers: ours are all UTC, which pydantic writes with a `Z`


class StrictModel(BaseModel):
    """A request body: a field nobody defined is an error, not a surprise."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


class ResponseModel(BaseModel):
    """An answer: only the fields it names, read from dataclasses and rows."""

    model_config = ConfigDict(from_attributes=True)


class ListOf(ResponseModel, Generic[Item]):
    """A part of a list; `next_cursor` continues it."""

    items: list[Item]
    total: int = Field(examples=[150])
    page: int = Field(examples=[1])
    page_size: int = Field(examples=[20])
    next_cursor: str | None = None
