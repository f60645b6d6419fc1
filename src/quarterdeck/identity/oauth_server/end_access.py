"""What a change of an account means for programs that it let in."""

from quarterdeck.identity.oauth_server.grants.service import end_grants
from quarterdeck.identity.users.end_access import AccountChange
from quarterdeck.infra.database import Session


async def end_granted_access(session: Session, user_id: str, change: AccountChange, *, kept: str = "") -> None:
    """End all grants, after either change: what was granted was judged by the account as it was."""
    del change, kept
    await end_grants(session, user_id)
