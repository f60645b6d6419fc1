"""`Idempotency-Key`: the same POST sent twice acts once and answers the same.

The answer is stored in the transaction of the act itself, so a crash leaves both or neither. It is sealed,
since an answer may show a secret once.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from fastapi import Request, Response
from sqlalchemy import Column, Integer, LargeBinary, String, Table, bindparam, delete, insert, select
from sqlalchemy.exc import IntegrityError

from quarterdeck.infra.crypto import Keyring, SealBroken
from quarterdeck.infra.database import Database, Session, metadata
from quarterdeck.infra.database.types import UtcTimestamp
from quarterdeck.infra.web.deps import parts_of
from quarterdeck.kit import clock
from quarterdeck.kit.errors import Conflict, Detail, Invalid

KEPT = timedelta(hours=24)
FIRST_ERROR = 400
KEY_FORM = re.compile(r"[\x21-\x7e]{1,128}")

idempotency_keys = Table(
    "idempotency_keys",
    metadata,
    Column("principal", String(64), primary_key=True),
    Column("key_hash", String(64), primary_key=True),
    Column("fingerprint", String(64), nullable=False),
    Column("status", Integer, nullable=False),
    Column("media_type", String(100), nullable=False),
    Column("location", String(500)),
    Column("sealed_body", LargeBinary, nullable=False),
    Column("created_at", UtcTimestamp, nullable=False, index=True),
)

_FIND = select(idempotency_keys).where(
    idempotency_keys.c.principal == bindparam("who"), idempotency_keys.c.key_hash == bindparam("key")
)

_running: set[tuple[str, str]] = set()


class KeyReused(Conflict):
    code = "IDEMPOTENCY_KEY_REUSED"
    message = "This idempotency key was used for another request"


class StillRunning(Conflict):
    code = "REQUEST_IN_PROGRESS"
    message = "The first request with this idempotency key is still running"


@dataclass(frozen=True, slots=True)
class Claim:
    """A key that this request holds while it runs."""

    principal: str
    key_hash: str
    fingerprint: str

    @property
    def place(self) -> str:
        return f"idempotency_keys:{self.principal}:{self.key_hash}"


class Replay(Exception):
    """Stops the handler, since the answer to this request is stored."""

    def __init__(self, status: int, body: bytes, media_type: str, location: str | None) -> None:
        super().__init__()
        self.status, self.body, self.media_type, self.location = status, body, media_type, location

    def response(self) -> Response:
        headers = {"Idempotency-Replayed": "true"} | ({"Location": self.location} if self.location else {})
        return Response(self.body, self.status, headers, self.media_type or None)


def take_key_from_body(request: Any) -> None:
    """Where headers are impossible the key comes as a body field; take it out before the closed model sees it."""
    if request.method == "POST" and isinstance(request.parsed, dict) and "idempotency_key" in request.parsed:
        request.state.body_idempotency_key = request.parsed.pop("idempotency_key")


async def begin(request: Request, principal: str) -> None:
    """Claim the request's key for `principal`, who is signed in. Called once the caller is known.

    Raises:
        Replay: the answer is stored already.
        KeyReused: the key belongs to a request with another body.
        StillRunning: the first one has not ended.
    """
    key = request.headers.get("idempotency-key", getattr(request.state, "body_idempotency_key", None))
    if key is None:
        return
    if not isinstance(key, str) or not KEY_FORM.fullmatch(key):
        raise Invalid(details=[Detail("idempotency_key", "1 to 128 visible ASCII characters")])
    claim = Claim(principal, _digest(key.encode()), await _fingerprint(request))
    if (claim.principal, claim.key_hash) in _running:
        raise StillRunning(retry_after=1)
    _running.add((claim.principal, claim.key_hash))
    request.state.claim = claim
    await _replay_if_known(request, claim)


async def remember(request: Request, response: Response) -> None:
    """Store the answer beside what it tells of, in the same transaction. A refusal is not an act: it may be retried."""
    claim: Claim | None = getattr(request.state, "claim", None)
    session: Session | None = getattr(request.state, "session", None)
    body: bytes | None = getattr(response, "body", None)  # a stream has none
    if claim is None or session is None or body is None or response.status_code >= FIRST_ERROR:
        return
    keyring = _keyring(request)
    row = {
        "principal": claim.principal,
        "key_hash": claim.key_hash,
        "fingerprint": claim.fingerprint,
        "status": response.status_code,
        "media_type": response.headers.get("content-type", ""),
        "location": response.headers.get("location"),
        "sealed_body": keyring.seal(bytes(body), claim.place),
        "created_at": clock.now(),
    }
    try:
        await session.run(insert(idempotency_keys), row)
    except IntegrityError:  # another process was quicker; our transaction is rolled back and the client asks again
        raise StillRunning(retry_after=1) from None


def release(request: Request) -> None:
    claim: Claim | None = getattr(request.state, "claim", None)
    if claim is not None:
        _running.discard((claim.principal, claim.key_hash))


async def purge(session: Session) -> int:
    """Delete answers older than 24 hours; returns how many."""
    oldest: datetime = clock.now() - KEPT
    return await session.run(delete(idempotency_keys).where(idempotency_keys.c.created_at < oldest))


async def _replay_if_known(request: Request, claim: Claim) -> None:
    database: Database = parts_of(request).database
    async with database.reading() as session:
        row = await session.row(_FIND, {"who": claim.principal, "key": claim.key_hash})
    if row is None:
        return
    if row.fingerprint != claim.fingerprint:
        raise KeyReused
    try:
        body = _keyring(request).open(row.sealed_body, claim.place)
    except SealBroken:  # sealed under an earlier SECRET_KEY: it was done, and what it answered is gone
        raise KeyReused from None
    raise Replay(row.status, body, row.media_type, row.location)


def _keyring(request: Request) -> Keyring:
    return cast("Keyring", parts_of(request).keyring)


async def _fingerprint(request: Request) -> str:
    target = f"{request.method} {request.scope['path']}?{request.scope['query_string'].decode('latin-1')}\n"
    return _digest(target.encode() + await request.body())


def _digest(value: bytes) -> str:
    return hashlib.sha256(value).hexdigest()
