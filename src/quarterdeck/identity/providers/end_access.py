"""What a change of an account means for sign-ins by a provider that are under way."""

from quarterdeck.identity.providers.repository import remove_login_tickets_of
from quarterdeck.identity.users.end_access import AccountChange
from quarterdeck.infra.database import Session


async def end_pending_sign_ins(session: Session, user_id: str, change: AccountChange, *, kept: str = "") -> None:
    """Forget the login tickets of an account that must be proven anew."""
    del kept
    if change == "credentials":
        await remove_login_tickets_of(session, user_id)
