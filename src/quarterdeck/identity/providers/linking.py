"""The ways into one's own account: link another one, see them, take one away."""

from quarterdeck.identity.audit.service import audit
from quarterdeck.identity.caller import Caller
from quarterdeck.identity.providers import repository
from quarterdeck.identity.providers.errors import IdentityNotFound, IdentityTaken, LastWayIn, LinkInterrupted
from quarterdeck.identity.providers.sign_up import add_identity
from quarterdeck.identity.providers.types import Flow, Profile
from quarterdeck.identity.runtime import Identity
from quarterdeck.identity.sessions.repository import living_owner
from quarterdeck.identity.users.repository import password_hash_of
from quarterdeck.infra.database import Session
from quarterdeck.infra.database.locks import PROVIDER_IDENTITIES, one_at_a_time
from quarterdeck.infra.event_log import emit
from quarterdeck.kit.clock import now


async def link(identity: Identity, flow: Flow, profile: Profile) -> None:
    """Add a proven identity to the account whose person asked for it and is still signed in.

    No e-mail address matters here: the person proved both the account and the identity.

    Raises:
        LinkInterrupted, IdentityTaken: as named.
    """
    user_id = flow.user_id or ""
    async with identity.database.writing() as session:
        await one_at_a_time(session, PROVIDER_IDENTITIES)
        if await living_owner(session, flow.session_id or "", now()) != user_id:
            raise LinkInterrupted
        known = await repository.known_identity(session, profile.issuer, profile.subject)
        if known is None:
            await add_identity(session, flow.provider, profile, user_id)
        elif known.user_id != user_id:
            raise IdentityTaken


async def unlink(session: Session, identity: Identity, caller: Caller, identity_id: str) -> None:
    """Take a way in away. Raises `IdentityNotFound` for anybody else's, `LastWayIn`."""
    await one_at_a_time(session, PROVIDER_IDENTITIES)
    own = await repository.identities_of(session, caller.user_id)
    if identity_id not in {each.id for each in own}:
        raise IdentityNotFound
    others = [each for each in own if each.id != identity_id and identity.providers.knows(each.provider)]
    if not others and await password_hash_of(session, caller.user_id) is None:
        raise LastWayIn
    await repository.remove_identity(session, identity_id, caller.user_id)
    await audit(session, caller, "identity.unlink", "user", caller.user_id, identity_id=identity_id)
    gone, who = ("identity", identity_id), caller.user_id
    emit(session, "identity.unlinked", subject=gone, user_id=who, actor_id=who)
