"""Whom an open stream serves (WebSocket, Socket.IO, SSE), for as long as their credential and rights last."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from quarterdeck.identity.authentication.authenticator import Authenticator
from quarterdeck.identity.authentication.caller_cache import AuthenticatedCaller
from quarterdeck.identity.authentication.credentials import PresentedCredential
from quarterdeck.identity.authentication.errors import AnotherAccount
from quarterdeck.identity.caller import Caller
from quarterdeck.identity.roles import Scope
from quarterdeck.kit.clock import now
from quarterdeck.kit.errors import Forbidden, Unauthenticated


@dataclass(frozen=True, slots=True)
class Recognition:
    """What a credential stood for when it was last recognised, and before which change of anybody's rights."""

    presented: PresentedCredential
    known: AuthenticatedCaller
    generation: int


class StreamAuthentication:
    """Whom an open stream serves. Ask `revalidate` before each thing that is handed out; it costs next to nothing.

    Rights are looked up again as soon as this process changes any, and else when they are four seconds old, so that
    whatever another process changes counts here within five.
    """

    def __init__(self, authenticator: Authenticator, latest: Recognition, scope: Scope | None) -> None:
        self._authenticator, self._latest, self._scope = authenticator, latest, scope

    @classmethod
    async def begin(
        cls, authenticator: Authenticator, presented: PresentedCredential, scope: Scope | None = None, *, using: bool
    ) -> Self:
        """Recognise who presents this. Raises `Unauthenticated`; `scope` is asked for by `refuse_without_scope`."""
        return cls(authenticator, await _recognised(authenticator, presented, using=using), scope)

    @property
    def known(self) -> AuthenticatedCaller:
        """What was known at the last look."""
        return self._latest.known

    @property
    def caller(self) -> Caller:
        """Who it is, with the rights of the last look."""
        return self._latest.known.caller

    @property
    def principal(self) -> str:
        return self._latest.known.principal

    @property
    def expires(self) -> datetime | None:
        """When the credential ends by itself."""
        return self._latest.known.expires

    @property
    def is_fresh(self) -> bool:
        """Tell whether the last look still counts; `revalidate` then has nothing to do."""
        latest = self._latest
        return latest.generation == self._authenticator.callers.generation and now() < latest.known.fresh_until

    def seconds_until_stale(self) -> float:
        """How long the rights of the last look count, unless somebody's rights change before."""
        return max(0.0, (self._latest.known.fresh_until - now()).total_seconds())

    async def revalidate(self) -> None:
        """Return when whoever this is may still be served.

        Raises:
            Unauthenticated: the credential or its session ended, or its owner may not sign in any more.
            Forbidden: the scope that the stream was opened with is gone.
        """
        if self.is_fresh:
            return
        self._latest = await _recognised(self._authenticator, self._latest.presented, using=False)
        self.refuse_without_scope()

    async def reauthenticate(self, presented: PresentedCredential) -> None:
        """Go on with another credential of the same account. Raises `AnotherAccount`, and as `begin` does."""
        here = replace(presented, location=self._latest.presented.location)
        latest = await _recognised(self._authenticator, here, using=True)
        if latest.known.caller.user_id != self.caller.user_id:
            raise AnotherAccount
        self._latest = latest
        self.refuse_without_scope()

    def refuse_without_scope(self) -> None:
        if self._scope is not None and self._scope not in self.caller.scopes:
            raise Forbidden(hint=f"This needs the scope `{self._scope}`")


async def _recognised(authenticator: Authenticator, presented: PresentedCredential, *, using: bool) -> Recognition:
    generation = authenticator.callers.generation  # of before, so that a change meanwhile is not missed
    known = await authenticator.authenticate(presented, using=using)
    if known is None:
        raise Unauthenticated
    return Recognition(presented, known, generation)
