"""Sign and read access tokens: JWTs (RFC 9068) under ES256 alone, by keys that several processes share and rotate.

A new key is published at once and signs a little later, when every process has seen it; an old one stays published
until the last token under it has run out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey
from joserfc.jwt import JWTClaimsRegistry

from quarterdeck.identity.jwt_header import key_id_in
from quarterdeck.identity.oauth_server.keys import repository
from quarterdeck.identity.oauth_server.keys.repository import StoredKey
from quarterdeck.identity.verified_tokens import VerifiedTokens
from quarterdeck.infra.crypto import Keyring, SealBroken
from quarterdeck.infra.database import Database, Session
from quarterdeck.infra.database.locks import OAUTH_KEYS, one_at_a_time
from quarterdeck.kit.clock import now
from quarterdeck.kit.errors import NotConfigured
from quarterdeck.kit.ids import new_id

ALGORITHM: Final = "ES256"
TYPE: Final = "at+jwt"
LIFETIME: Final = timedelta(minutes=10)
SETTLING: Final = timedelta(seconds=10)
"""How long a new key is published before it signs; longer than any process trusts what it read."""

RELOAD_AFTER: Final = timedelta(seconds=5)
PUBLISHED_AFTER: Final = LIFETIME + 2 * SETTLING
"""How long a key stays published once it is retired."""


class SealedElsewhere(NotConfigured):
    message = "The key that signs access tokens was sealed under another SECRET_KEY"

    def __init__(self) -> None:
        super().__init__(hint="Make a new one with `quarterdeck oauth rotate-keys`")


@dataclass(frozen=True, slots=True)
class GrantedClaims:
    """What a valid token says."""

    grant_id: str
    user_id: str
    scopes: frozenset[str]
    expires: datetime


@dataclass(frozen=True, slots=True)
class _Verified:
    """What a token said when its signature was verified, under which key and for whom."""

    kid: str
    issuer: str
    audience: str
    claims: GrantedClaims


@dataclass(frozen=True, slots=True)
class Signer:
    """The private key that signs now."""

    key: ECKey
    kid: str

    def sign(self, claims: Mapping[str, Any]) -> str:
        header = {"alg": ALGORITHM, "typ": TYPE, "kid": self.kid}
        return jwt.encode(header, dict(claims), self.key, algorithms=[ALGORITHM])


class SigningKeys:
    """The keys of this authorization server. Public ones are kept in the process for a few seconds."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring
        self._public: dict[str, ECKey] = {}
        self._read_at: datetime | None = None
        self._verified = VerifiedTokens[_Verified]()

    async def signer(self, database: Database) -> Signer:
        """Return the key to sign with, made now if there is none.

        Raises:
            SealedElsewhere: it does not open.
        """
        async with database.reading() as session:
            kept = await repository.published_keys(session, now() - SETTLING)
        if not kept:
            async with database.writing() as session:
                await one_at_a_time(session, OAUTH_KEYS)
                kept = await repository.published_keys(session, now() - SETTLING) or [await self._make(session)]
        chosen = signing_now(kept, now())
        try:
            private = self._keyring.open(chosen.sealed_private, _seal_context(chosen.id))
        except SealBroken:
            raise SealedElsewhere from None
        return Signer(ECKey.import_key(private), chosen.id)

    async def rotate(self, session: Session) -> str:
        """Make a new key, which signs in a few seconds; return its id."""
        await one_at_a_time(session, OAUTH_KEYS)
        made = await self._make(session)
        await repository.retire_all_but(session, made.id, now())
        return made.id

    async def published(self, session: Session) -> list[dict[str, Any]]:
        """Return the public keys, as `/oauth/jwks` shows them."""
        kept = await repository.published_keys(session, now() - PUBLISHED_AFTER)
        return [{**key.public, "kid": key.id, "use": "sig", "alg": ALGORITHM} for key in kept]

    async def read(self, database: Database, token: str, issuer: str, audience: str) -> GrantedClaims | None:
        """Return the claims of a token that is ours, for this audience, unchanged and in time, else `None`."""
        try:
            known = self._verified.get(token)
        except ValueError:  # not even text
            return None
        kid = known.kid if known else key_id_in(token)
        key = await self._key(database, kid) if kid else None  # asked each time: it may be published no longer
        if kid is None or key is None:
            return None
        verified = known or self._verify(token, kid, key, issuer, audience)
        if verified is None or (verified.issuer, verified.audience) != (issuer, audience):
            return None
        return verified.claims if now() < verified.claims.expires else None

    def _verify(self, token: str, kid: str, key: ECKey, issuer: str, audience: str) -> "_Verified | None":
        try:
            decoded = jwt.decode(token, key, algorithms=[ALGORITHM])
            _registry(issuer, audience).validate(decoded.claims)
        except (JoseError, ValueError):
            return None
        exact = decoded.header.get("typ") == TYPE and decoded.claims["aud"] == audience  # a list would do for joserfc
        claims = _claims(decoded.claims) if exact else None
        if claims is None:
            return None
        verified = _Verified(kid, issuer, audience, claims)
        self._verified.put(token, verified)
        return verified

    async def _key(self, database: Database, kid: str) -> ECKey | None:
        """Find a public key. However many unknown ids arrive, the database is asked once in a few seconds."""
        moment = now()
        read_at = self._read_at if self._public else None
        if read_at is None or not read_at <= moment < read_at + RELOAD_AFTER:
            async with database.reading() as session:
                kept = await repository.published_keys(session, moment - PUBLISHED_AFTER)
            self._public = {each.id: ECKey.import_key(each.public) for each in kept}
            self._read_at = moment
        return self._public.get(kid)

    async def _make(self, session: Session) -> StoredKey:
        key, key_id = ECKey.generate_key("P-256"), new_id()
        sealed = self._keyring.seal(key.as_pem(private=True), _seal_context(key_id))
        made = StoredKey(key_id, dict(key.as_dict(private=False)), sealed, now(), None)
        await repository.add_key(session, made)
        self._read_at = None  # this process knows its own new key at once
        return made


def signing_now(kept: Sequence[StoredKey], moment: datetime) -> StoredKey:
    """Choose the newest key that has settled, or the newest when none has."""
    settled = [key for key in kept if key.created_at + SETTLING <= moment]
    return settled[-1] if settled else kept[0]


def _claims(claims: Mapping[str, Any]) -> GrantedClaims | None:
    texts = (claims["sid"], claims["sub"], claims.get("scope", ""))
    if not all(isinstance(text, str) for text in texts):
        return None
    expires = datetime.fromtimestamp(claims["exp"], tz=now().tzinfo)
    return GrantedClaims(texts[0], texts[1], frozenset(texts[2].split()), expires)


def _registry(issuer: str, audience: str) -> JWTClaimsRegistry:
    return JWTClaimsRegistry(
        now=int(now().timestamp()),
        leeway=0,
        iss={"essential": True, "value": issuer},
        aud={"essential": True, "value": audience},
        sub={"essential": True},
        sid={"essential": True},
        exp={"essential": True},
    )


def _seal_context(key_id: str) -> str:
    return f"oauth_keys:{key_id}:sealed_private"
