"""Long tasks as their callers see them: state, progress, cancel."""

from typing import Annotated, Any, Literal

from fastapi import Query
from pydantic import Field

from quarterdeck.identity.api import Caller, audit, visible_organizations
from quarterdeck.identity.web import SignedInCaller, requires
from quarterdeck.infra.database import Session
from quarterdeck.infra.jobs import Job, cancel, find, list_jobs
from quarterdeck.infra.web.deps import ReadSession, WriteSession
from quarterdeck.infra.web.paging import PageDep
from quarterdeck.infra.web.route import DeckRouter
from quarterdeck.infra.web.schema import Identifier, ListOf, ResponseModel, UtcDateTime
from quarterdeck.kit.errors import NotFound
from quarterdeck.kit.pages import Page

router = DeckRouter(prefix="/jobs", tags=["jobs"])

JobStateName = Literal["queued", "running", "succeeded", "failed", "cancelled"]
JobsStopper = Annotated[Caller, requires("repositories:write")]


class JobNotFound(NotFound):
    code, message = "JOB_NOT_FOUND", "There is no such job"


class JobError(ResponseModel):
    code: str = Field(examples=["NOT_A_REPOSITORY"])
    message: str
    hint: str | None = None


class JobOut(ResponseModel):
    id: str
    kind: str = Field(examples=["insights.sync_repository"])
    state: JobStateName
    attempts: int
    phase: str | None = Field(description="The step that runs now", examples=["lines"])
    done: float | None = Field(description="Of `total`, in the step's own units")
    total: float | None
    message: str | None
    result: dict[str, Any] | None
    error: JobError | None
    created_at: UtcDateTime
    started_at: UtcDateTime | None
    finished_at: UtcDateTime | None


@router.get("", response_model=ListOf[JobOut], summary="Long tasks, newest first")
async def list_long_tasks(
    caller: SignedInCaller,
    page: PageDep,
    session: ReadSession,
    state: Annotated[JobStateName | None, Query(description="Only jobs in this state")] = None,
) -> Page[Job]:
    return await list_jobs(session, page, visible_organizations(caller), state)


@router.get("/{job_id}", response_model=JobOut, summary="One long task and its progress")
async def get_job(caller: SignedInCaller, job_id: Identifier, session: ReadSession) -> Job:
    return await _visible(session, caller, job_id)


@router.post("/{job_id}/cancel", response_model=JobOut, status_code=202, summary="Stop a long task")
async def cancel_job(caller: JobsStopper, job_id: Identifier, session: WriteSession) -> Job:
    """A waiting job ends at once, a running one at its next safe point; one that ended stays as it is."""
    await _visible(session, caller, job_id)
    await cancel(session, job_id)
    await audit(session, caller, "job.cancel", "job", job_id)
    return await _visible(session, caller, job_id)


async def _visible(session: Session, caller: Caller, job_id: str) -> Job:
    """The job, unless it belongs to an organization that the caller is not in."""
    job = await find(session, job_id)
    mine = visible_organizations(caller)
    if job is None or (mine is not None and job.organization_id not in mine):
        raise JobNotFound
    return job
