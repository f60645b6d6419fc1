"""What follows a change of an account in slices that stand above: each gives a hook, joined at the top."""

from typing import Literal, Protocol

from quarterdeck.identity.caller import Caller
from quarterdeck.infra.database import Session

AccountChange = Literal["credentials", "role"]
"""`credentials`: the account was disabled, or has a new password; `role`: it may do other things than before."""


class EndAccess(Protocol):
    """Ends one kind of access that was given before an account changed."""

    async def __call__(self, session: Session, user_id: str, change: AccountChange, *, kept: str = "") -> None:
        """End what must not outlive `change`, in its transaction, but for the session `kept`."""


class RecentProof(Protocol):
    """Knows another proof of who somebody is than their password."""

    async def __call__(self, session: Session, caller: Caller) -> bool:
        """Tell whether the caller gave that proof a moment ago."""
