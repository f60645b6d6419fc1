"""What routes of insights ask for in their signature: who may call, and the stores."""

from typing import Annotated

from fastapi import Depends

from quarterdeck.identity.api import Caller
from quarterdeck.identity.web import requires
from quarterdeck.infra.database import Session
from quarterdeck.infra.web.deps import WorkerDep, WriteSession, part
from quarterdeck.infra.web.versions import IfMatch
from quarterdeck.insights.facts.store import FactStore


async def queueing_session(session: WriteSession, worker: WorkerDep) -> Session:
    """A writing session after whose commit the worker looks for jobs at once, not at its next round."""
    session.after_commit(worker.wake)
    return session


QueueingSession = Annotated[Session, Depends(queueing_session)]
FactsDep = Annotated[FactStore, Depends(part("facts"))]
TeamsReader = Annotated[Caller, requires("organizations:read")]
TeamsWriter = Annotated[Caller, requires("organizations:write")]
RepositoriesReader = Annotated[Caller, requires("repositories:read")]
RepositoriesWriter = Annotated[Caller, requires("repositories:write")]
DevelopersReader = Annotated[Caller, requires("repositories:read")]
DevelopersWriter = Annotated[Caller, requires("repositories:write")]
FactsWriter = Annotated[Caller, requires("analytics:write", limit="events")]

__all__ = [
    "DevelopersReader",
    "DevelopersWriter",
    "FactsDep",
    "FactsWriter",
    "IfMatch",
    "QueueingSession",
    "RepositoriesReader",
    "RepositoriesWriter",
    "TeamsReader",
    "TeamsWriter",
]
