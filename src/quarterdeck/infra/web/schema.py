"""Bases of the models on the wire."""

from typing import Annotated, Generic, TypeVar

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

Item = TypeVar("Item")

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Text = Annotated[str, StringConstraints(max_length=10_000)]
Identifier = Annotated[
    str, StringConstraints(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")
]
Moment = AwareDatetime  # ours are all UTC, which pydantic writes with a `Z`


class Closed(BaseModel):
    """A request body: a field nobody defined is an error, not a surprise."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


class Answer(BaseModel):
    """An answer: only the fields it names, read from dataclasses and rows."""

    model_config = ConfigDict(from_attributes=True)


class ListOf(Answer, Generic[Item]):
    """A part of a list; `next_cursor` continues it."""

    items: list[Item]
    total: int = Field(examples=[150])
    page: int = Field(examples=[1])
    page_size: int = Field(examples=[20])
    next_cursor: str | None = None
