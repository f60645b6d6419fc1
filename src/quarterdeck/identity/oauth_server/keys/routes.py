"""Signing keys, for administrators; the public ones are at `/oauth/jwks`."""

from typing import Annotated

from fastapi import Depends
from pydantic import Field

from quarterdeck.identity.audit.changes import record_change
from quarterdeck.identity.oauth_server.event_types import KEY_ROTATED
from quarterdeck.identity.oauth_server.keys.signing import SigningKeys
from quarterdeck.identity.web import UsersWriter
from quarterdeck.infra.web.deps import WriteSession, part
from quarterdeck.infra.web.route import DeckRouter
from quarterdeck.infra.web.schema import ResponseModel


class RotationOut(ResponseModel):
    kid: str = Field(description="The new key, which signs in a few seconds, when every process has seen it")
    published: list[str] = Field(description="Every key that `/oauth/jwks` shows now")


router = DeckRouter(prefix="/oauth/keys", tags=["OAuth"])

SigningKeysDep = Annotated[SigningKeys, Depends(part("identity.oauth.keys"))]


@router.post("/rotate", status_code=201, summary="Sign access tokens with a new key")
async def rotate_oauth_keys(caller: UsersWriter, keys: SigningKeysDep, session: WriteSession) -> RotationOut:
    """The old key stays published until its last token has run out."""
    kid = await keys.rotate(session)
    await record_change(session, caller, KEY_ROTATED, kid)
    return RotationOut(kid=kid, published=[key["kid"] for key in await keys.published(session)])
