"""From a presented credential to the caller it stands for, with their rights as they are now.

Which kinds of credentials there are is not known here: each slice that owns one gives a recogniser, and the
composition root puts them in order.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final, Protocol

from quarterdeck.identity.authentication.caller_cache import AuthenticatedCaller, CallerCache
from quarterdeck.identity.authentication.credentials import PresentedCredential
from quarterdeck.kit.clock import now

NOTE_USE_AFTER: Final = timedelta(minutes=1)
"""When a credential was last used is written at most this often."""


class Recogniser(Protocol):
    """Knows one kind of credential."""

    async def recognise(self, presented: PresentedCredential, *, using: bool) -> AuthenticatedCaller | None:
        """Return whose credential this is, read anew; `None` when it is of another kind, or does not count any more.

        `using` is false where the credential is only looked at again: then its use is not noted.
        """


class Authenticator:
    """Asks the recognisers in their order, and remembers for seconds what they said."""

    def __init__(self, recognisers: Sequence[Recogniser], callers: CallerCache) -> None:
        self._recognisers, self.callers = recognisers, callers

    async def authenticate(self, presented: PresentedCredential, *, using: bool = True) -> AuthenticatedCaller | None:
        """Recognise who presents this, with their rights as they are now.

        `using` is false for looking again whether an open stream may go on: that must not keep an idle session alive.
        """
        digest = sha256(
            f"{presented.kind}:{using}:{presented.at}:{presented.audience}:{presented.secret}".encode()
        ).digest()
        known = self.callers.get(digest, now())
        if known is None:
            known = await self._recognise(presented, using=using)
            if known is not None:
                self.callers.put(digest, known)
        return known

    async def _recognise(self, presented: PresentedCredential, *, using: bool) -> AuthenticatedCaller | None:
        for recogniser in self._recognisers:
            known = await recogniser.recognise(presented, using=using)
            if known is not None:
                return known
        return None


def is_use_due(last_used: datetime | None, moment: datetime) -> bool:
    """Tell whether a use at `moment` is worth writing down."""
    return last_used is None or last_used + NOTE_USE_AFTER <= moment
