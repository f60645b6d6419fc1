"""What our actions are handed: the protocol's context, with our callers and our units of work."""

from quarterdeck.identity.api import Caller
from quarterdeck.infra.database import Database, Session
from quarterdeck.kit.tools import ActionContext

Context = ActionContext[Caller, Session]


def context_for(caller: Caller, database: Database) -> Context:
    return ActionContext(caller, database.reading, database.writing)
