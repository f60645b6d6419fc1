"""Refusals of those who did not sign in, which is everybody here: counted first, so that no flood fills the log."""

from typing import Any

from quarterdeck.identity.audit.service import audit_soon
from quarterdeck.identity.runtime import Identity


async def note_refusal(identity: Identity, peer: str, action: str, **facts: Any) -> None:
    """Count a refusal against the address, and write it soon to the audit log.

    Raises:
        RateLimited: past the limit nothing more is written.
    """
    await identity.limiter.hit_anonymous(peer)
    audit_soon(identity.deferred_writes, None, action, "oauth_client", None, "denied", **facts)
