"""What an ingest answers: exactly what became of each row."""

from collections.abc import Sequence

from pydantic import Field

from quarterdeck.infra.web.schema import ResponseModel


class Rejection(ResponseModel):
    line: int = Field(description="Line of the file, or place in the array, from 1 on")
    field: str | None
    message: str


class Unmatched(ResponseModel):
    """Accepted rows that point at something not known yet; they count as soon as it is."""

    commits: int = Field(description="Shas that no known commit of the repository has")


class IngestOut(ResponseModel):
    batch_id: str
    received: int
    accepted: int = Field(description="Stored durably: created, updated and unchanged together")
    created: int
    updated: int
    unchanged: int = Field(description="Handed in before, word for word")
    rejected_count: int
    rejected: Sequence[Rejection] = Field(description="The first 100")
    unmatched: Unmatched
    repositories: Sequence[str] = Field(description="Ids of the repositories whose facts change")
    job_ids: Sequence[str] = Field(description="The readings that apply the rows")
