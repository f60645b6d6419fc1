"""Somebody who was let in, for as long as they are welcome."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from quarterdeck.identity.cache import AuthenticatedCaller
from quarterdeck.identity.caller import Caller
from quarterdeck.identity.credentials import PresentedCredential, caller_of
from quarterdeck.identity.door.errors import SomebodyElse
from quarterdeck.identity.roles import Scope
from quarterdeck.identity.runtime import Identity
from quarterdeck.kit.clock import now
from quarterdeck.kit.errors import Forbidden, Unauthenticated

WARNING = timedelta(seconds=60)
"""How long before its credential expires a stream is warned."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a credential stood for when it was last looked at, and before which change of anybody's rights."""

    shown: PresentedCredential
    known: AuthenticatedCaller
    generation: int


class Admitted:
    """Whom an open stream serves. Ask `still_welcome` before each thing that is handed out; it costs next to nothing.

    Rights are looked up again as soon as this process changes any, and else when they are four seconds old, so that
    whatever another process changes counts here within five.
    """

    def __init__(self, identity: Identity, look: Look, scope: Scope | None) -> None:
        self._identity, self._look, self._scope = identity, look, scope

    @classmethod
    async def by(cls, identity: Identity, shown: PresentedCredential, scope: Scope | None = None) -> "Admitted":
        """Recognise who shows this, counted as a use and against their limits.

        Raises:
            Unauthenticated, RateLimited: as named. Whether `scope` is held is for `refuse_without_scope`.
        """
        look = await _look(identity, shown, using=True)
        is_person = look.known.caller.credential in {"session", "local"}
        await identity.limiter.hit("read", look.known.principal, person=is_person, override=look.known.per_minute)
        return cls(identity, look, scope)

    @classmethod
    async def by_request(cls, identity: Identity, shown: PresentedCredential) -> "Admitted":
        """Go on serving whom `requires` let in already, and counted."""
        return cls(identity, await _look(identity, shown, using=False), None)

    @property
    def caller(self) -> Caller:
        """Who it is, with the rights of the last look."""
        return self._look.known.caller

    @property
    def principal(self) -> str:
        return self._look.known.principal

    @property
    def expires(self) -> datetime | None:
        """When the credential ends by itself."""
        return self._look.known.expires

    @property
    def is_fresh(self) -> bool:
        """Tell whether the last look still counts; `still_welcome` then has nothing to do."""
        look = self._look
        return look.generation == self._identity.callers.generation and now() < look.known.fresh_until

    def seconds_until_look(self) -> float:
        """How long the rights of the last look count, unless somebody's rights change before."""
        return max(0.0, (self._look.known.fresh_until - now()).total_seconds())

    async def revalidate(self) -> None:
        """Return when whoever this is may still be served.

        Raises:
            Unauthenticated: the credential or its session ended, or its owner may not sign in any more.
            Forbidden: the scope that was asked for at the door is gone.
        """
        if self.is_fresh:
            return
        self._look = await _look(self._identity, self._look.shown, using=False)
        self.refuse_without_scope()

    async def reauthenticate(self, shown: PresentedCredential) -> None:
        """Go on with another credential of the same account. Raises `SomebodyElse`, and as `by` does."""
        look = await _look(self._identity, replace(shown, place=self._look.shown.place), using=True)
        if look.known.caller.user_id != self.caller.user_id:
            raise SomebodyElse
        self._look = look
        self.refuse_without_scope()

    def refuse_without_scope(self) -> None:
        if self._scope is not None and self._scope not in self.caller.scopes:
            raise Forbidden(hint=f"This needs the scope `{self._scope}`")


async def _look(identity: Identity, shown: PresentedCredential, *, using: bool) -> Look:
    generation = identity.callers.generation  # of before, so that a change meanwhile is not missed
    known = await caller_of(identity, shown, using=using)
    if known is None:
        raise Unauthenticated
    return Look(shown, known, generation)
