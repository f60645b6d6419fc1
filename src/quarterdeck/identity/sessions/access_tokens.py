"""Access tokens: JWTs under one pinned algorithm, each bound to a session that is looked at on every use."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey
from joserfc.jwt import JWTClaimsRegistry

from quarterdeck.identity.authentication.credentials import PresentedCredential
from quarterdeck.identity.sessions.errors import CredentialNotForAddresses
from quarterdeck.identity.verified_tokens import VerifiedTokens
from quarterdeck.kit.clock import now

ALGORITHM: Final = "HS256"
ACCESS: Final = "at+jwt"
LOCAL: Final = "local+jwt"
ISSUER: Final = "quarterdeck"
AUDIENCE: Final = "quarterdeck-api"


@dataclass(frozen=True, slots=True)
class AccessClaims:
    """What a valid token says. `kind` is `ACCESS` or `LOCAL`; a local one names no session."""

    kind: str
    user_id: str
    session_id: str
    expires: datetime


class AccessTokens:
    """Signs and reads access tokens with one key."""

    def __init__(self, secret: str) -> None:
        self._key = OctKey.import_key(secret)  # for the life of the process, and so are claims once verified
        self._verified = VerifiedTokens[AccessClaims]()

    def sign(self, kind: str, user_id: str, session_id: str, lifetime: timedelta) -> str:
        issued = now()
        claims = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": user_id,
            "sid": session_id,
            "iat": int(issued.timestamp()),
            "exp": int((issued + lifetime).timestamp()),
        }
        return jwt.encode({"alg": ALGORITHM, "typ": kind}, claims, self._key, algorithms=[ALGORITHM])

    def read(self, token: str) -> AccessClaims | None:
        """Return the claims of a token that is ours, unchanged and in time, else `None`."""
        try:
            claims = self._verified.get(token) or self._verify(token)
        except (JoseError, ValueError):
            return None
        return claims if claims is not None and now() < claims.expires else None

    def _verify(self, token: str) -> AccessClaims | None:
        moment = now()
        decoded = jwt.decode(token, self._key, algorithms=[ALGORITHM])
        _registry(moment).validate(decoded.claims)
        kind, claims = decoded.header.get("typ"), decoded.claims
        if kind not in {ACCESS, LOCAL} or not _are_texts(claims["sub"], claims["sid"]):
            return None
        expires = datetime.fromtimestamp(claims["exp"], tz=moment.tzinfo)
        verified = AccessClaims(kind, claims["sub"], claims["sid"], expires)
        self._verified.put(token, verified)
        return verified

    async def in_query(self, value: str, _path: str) -> PresentedCredential:
        """Take an access token from the address of a socket, where nothing else may stand.

        Raises:
            CredentialNotForAddresses: it is another kind of credential, or does not count any more.
        """
        claims = self.read(value)
        if claims is None or claims.kind != ACCESS:
            raise CredentialNotForAddresses
        return PresentedCredential("bearer", value)


def _registry(moment: datetime) -> JWTClaimsRegistry:
    return JWTClaimsRegistry(
        now=int(moment.timestamp()),
        leeway=0,
        iss={"essential": True, "value": ISSUER},
        aud={"essential": True, "value": AUDIENCE},
        sub={"essential": True},
        sid={"essential": True},
        exp={"essential": True},
    )


def _are_texts(*values: object) -> bool:
    return all(isinstance(value, str) for value in values)
