"""The audit log, for administrators."""

from typing import Annotated

from fastapi import Depends, Query

from quarterdeck.identity.audit import repository, service
from quarterdeck.identity.audit.schemas import AuditEventOut, VerdictOut, event_out
from quarterdeck.identity.audit.types import AuditFilter, Verdict
from quarterdeck.identity.web import AuditReader
from quarterdeck.infra.web.deps import DatabaseDep, ReadSession
from quarterdeck.infra.web.paging import PageDep
from quarterdeck.infra.web.route import DeckRouter
from quarterdeck.infra.web.schema import Instant, ListOf

router = DeckRouter(prefix="/audit", tags=["audit"])

Word = Annotated[str | None, Query(max_length=128, pattern=r"^[\x21-\x7e][\x20-\x7e]*$")]


async def event_filter(
    *,
    actor_id: Word = None,
    action: Word = None,
    object_type: Word = None,
    object_id: Word = None,
    outcome: Word = None,
    since: Annotated[Instant | None, Query(description="From this moment")] = None,
    until: Annotated[Instant | None, Query(description="Before this moment")] = None,
) -> AuditFilter:
    return AuditFilter(actor_id, action, object_type, object_id, outcome, since, until)


@router.get("", summary="Who did what, newest first")
async def list_audit_events(
    _caller: AuditReader,
    page: PageDep,
    wanted: Annotated[AuditFilter, Depends(event_filter)],
    session: ReadSession,
) -> ListOf[AuditEventOut]:
    found = await repository.page_of_events(session, page, wanted)
    return ListOf[AuditEventOut].model_validate(found.map(event_out))


@router.get("/verify", response_model=VerdictOut, summary="Check that nobody changed the audit log")
async def verify_audit(
    _caller: AuditReader,
    database: DatabaseDep,
    after_seq: Annotated[int, Query(ge=0, le=2**63 - 1, description="Start after this row")] = 0,
    limit: Annotated[int, Query(ge=1, le=100_000, description="Most rows to check")] = 10_000,
) -> Verdict:
    return await service.verify(database, after_seq, limit)
