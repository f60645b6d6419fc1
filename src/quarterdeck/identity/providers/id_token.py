"""Check an ID token. Pure: a token, the issuer's keys and what we expect go in; claims or `BadProof` come out."""

from base64 import urlsafe_b64decode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest
from typing import Any, Final

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OKPKey, RSAKey

from quarterdeck.identity.jwt_header import encoded
from quarterdeck.identity.providers.errors import BadProof
from quarterdeck.infra.web import json_body

ALGORITHMS: Final = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "Ed25519"})
"""Asymmetric ones alone: with HS256 our own public knowledge would sign, with `none` nothing would."""

LEEWAY = 60
"""Seconds by which the issuer's clock may differ from ours."""

SMALLEST_RSA = 2048
LONGEST_SUBJECT = 255

PublicKey = RSAKey | ECKey | OKPKey


@dataclass(frozen=True, slots=True)
class ExpectedClaims:
    issuer: str
    client_id: str
    nonce: str
    algorithms: frozenset[str]


def public_keys(found: Any) -> list[PublicKey]:
    """Read the keys of a JWK set that can check signatures; others, and small RSA keys, are left out."""
    listed = found.get("keys") if isinstance(found, dict) else None
    keys = [_public_key(each) for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    return [key for key in keys if key is not None]


def check(token: str, keys: Sequence[PublicKey], expected: ExpectedClaims, moment: datetime) -> Mapping[str, Any]:
    """Return the claims of a token that one of `keys` signed for us, now, in answer to our own request."""
    for key in keys:
        claims = _signed_by(key, token, expected.algorithms)
        if claims is not None:
            _check_claims(claims, expected, moment.timestamp())
            return claims
    raise BadProof


def _signed_by(key: PublicKey, token: str, algorithms: frozenset[str]) -> Mapping[str, Any] | None:
    allowed = sorted(algorithms & ALGORITHMS)
    try:
        signed = jws.deserialize_compact(encoded(token), key, algorithms=allowed) if allowed else None
        claims = json_body.loads(signed.payload or b"") if signed is not None else None
    except (JoseError, ValueError, TypeError, json_body.BadJson):
        return None
    return claims if isinstance(claims, dict) else None


def _check_claims(claims: Mapping[str, Any], expected: ExpectedClaims, moment: float) -> None:
    audience, authorized, nonce = claims.get("aud"), claims.get("azp"), claims.get("nonce")
    audiences = audience if isinstance(audience, list) else [audience]
    subject = claims.get("sub")
    right = (
        claims.get("iss") == expected.issuer
        and expected.client_id in audiences
        and (authorized == expected.client_id or (authorized is None and len(audiences) == 1))
        and isinstance(nonce, str)
        and compare_digest(nonce.encode(), expected.nonce.encode())
        and isinstance(subject, str)
        and 0 < len(subject) <= LONGEST_SUBJECT
        and _in_time(claims, moment)
    )
    if not right:
        raise BadProof


def _in_time(claims: Mapping[str, Any], moment: float) -> bool:
    expires, begun = _number(claims.get("exp")), (_number(claims.get("iat")), _number(claims.get("nbf", 0)))
    return expires is not None and moment < expires + LEEWAY and all(_is_past(begin, moment) for begin in begun)


def _is_past(begin: float | None, moment: float) -> bool:
    return begin is not None and begin <= moment + LEEWAY


def _number(value: object) -> float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _public_key(found: Mapping[str, Any]) -> PublicKey | None:
    kinds: dict[str, type[PublicKey]] = {"RSA": RSAKey, "EC": ECKey, "OKP": OKPKey}
    named = found.get("kty")
    kind = kinds.get(named) if isinstance(named, str) else None
    if kind is None or found.get("use", "sig") != "sig" or "d" in found:
        return None
    try:
        return None if _is_small(found) else kind.import_key(dict(found))
    except (JoseError, ValueError, TypeError, KeyError):
        return None


def _is_small(found: Mapping[str, Any]) -> bool:
    """Tell whether an RSA modulus has too few bits; asked before the library sees the key, which would only warn."""
    return found["kty"] == "RSA" and int.from_bytes(urlsafe_b64decode(found["n"] + "==")).bit_length() < SMALLEST_RSA
