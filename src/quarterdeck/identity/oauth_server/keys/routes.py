"""Signing keys, for administrators; the public ones are at `/oauth/jwks`."""

from quarterdeck.identity.audit.service import audit
from quarterdeck.identity.oauth_server.keys.schemas import RotationOut
from quarterdeck.identity.web import IdentityDep, UsersWriter
from quarterdeck.infra.event_log import emit
from quarterdeck.infra.web.deps import WriteSession
from quarterdeck.infra.web.route import DeckRouter

router = DeckRouter(prefix="/oauth/keys", tags=["OAuth"])


@router.post("/rotate", status_code=201, summary="Sign access tokens with a new key")
async def rotate_oauth_keys(caller: UsersWriter, identity: IdentityDep, session: WriteSession) -> RotationOut:
    """The old key stays published until its last token has run out."""
    kid = await identity.oauth.keys.rotate(session)
    await audit(session, caller, "oauth_key.rotate", "oauth_key", kid)
    emit(session, "oauth_key.rotated", subject=("oauth_key", kid), scope="users:manage", actor_id=caller.user_id)
    return RotationOut(kid=kid, published=[key["kid"] for key in await identity.oauth.keys.published(session)])
