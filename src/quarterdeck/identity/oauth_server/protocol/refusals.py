"""Refusals of those who did not sign in, which is everybody here: counted first, so that no flood fills the log."""

from dataclasses import dataclass
from typing import Any

from quarterdeck.identity.audit.service import audit_soon
from quarterdeck.infra.database.deferred import DeferredWrites
from quarterdeck.infra.ratelimit import RateLimiter


@dataclass(frozen=True, slots=True)
class ClientRefusals:
    limiter: RateLimiter
    deferred_writes: DeferredWrites

    async def note(self, peer: str, action: str, **facts: Any) -> None:
        """Count a refusal against the address, and write it soon to the audit log.

        Raises:
            RateLimited: past the limit nothing more is written.
        """
        await self.limiter.hit_anonymous(peer)
        audit_soon(self.deferred_writes, None, action, "oauth_client", None, "denied", **facts)
