"""Every question about handed-in rows."""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import bindparam, delete, insert, or_, select, update

from quarterdeck.identity.api import Caller, visible_organizations
from quarterdeck.infra.database import Session
from quarterdeck.infra.database.tenancy import reach_of, within
from quarterdeck.insights.ingest.models import ingest_batches, ingest_rows
from quarterdeck.insights.ingest.rows import ROW_TYPES, IngestKind, IngestRow
from quarterdeck.insights.repositories.models import repositories
from quarterdeck.kit.clock import now

AT_ONCE = 1_000

_DIGESTS = select(ingest_rows.c.natural_key, ingest_rows.c.digest).where(
    ingest_rows.c.repository_id == bindparam("repository"),
    ingest_rows.c.kind == bindparam("row_kind"),
    ingest_rows.c.natural_key.in_(bindparam("keys", expanding=True)),
)
_REMOVE = delete(ingest_rows).where(
    ingest_rows.c.repository_id == bindparam("repository"),
    ingest_rows.c.kind == bindparam("row_kind"),
    ingest_rows.c.natural_key == bindparam("key"),
)
_ALL = (
    select(ingest_rows.c.kind, ingest_rows.c.payload)
    .where(ingest_rows.c.repository_id == bindparam("repository"))
    .order_by(ingest_rows.c.kind, ingest_rows.c.natural_key)
)


@dataclass(frozen=True, slots=True)
class IngestTarget:
    """A repository that rows may be for, under every name that they may use."""

    id: str
    organization_id: str
    names: Collection[str]


@dataclass(frozen=True, slots=True)
class Counts:
    created: int = 0
    updated: int = 0
    unchanged: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.created + other.created, self.updated + other.updated, self.unchanged + other.unchanged)


async def targets_named(session: Session, caller: Caller, names: Collection[str]) -> list[IngestTarget]:
    """Find the repositories that `caller` sees under one of `names`."""
    reach, parameters = reach_of(visible_organizations(caller))
    asked = sorted(names)
    columns = (repositories.c.id, repositories.c.organization_id, repositories.c.name, repositories.c.location)
    spelt = [name.rstrip("/").removesuffix(".git") for name in asked]
    named = or_(repositories.c.id.in_(asked), repositories.c.name.in_(asked), repositories.c.location.in_(spelt))
    rows = await session.rows(select(*columns).where(within(repositories.c.organization_id, reach), named), parameters)
    return [
        IngestTarget(
            row.id, row.organization_id, {row.id, row.name, row.location, f"{row.location}.git", f"{row.location}/"}
        )
        for row in rows
    ]


async def add_batch(session: Session, batch: Mapping[str, Any]) -> None:
    await session.run(insert(ingest_batches), {**batch, "created_at": now()})


async def count_batch(session: Session, batch_id: str, counts: Counts) -> None:
    await session.run(update(ingest_batches).where(ingest_batches.c.id == batch_id).values(**asdict(counts)))


async def store(
    session: Session, batch_id: str, repository_id: str, kind: IngestKind, rows: Sequence[IngestRow]
) -> Counts:
    """Write the rows over what was there by natural key; of rows with one key the last stands."""
    by_key = {row.natural_key: row for row in rows}
    fresh = {key: _stored(repository_id, batch_id, key, row) for key, row in by_key.items()}
    known = await _digests(session, repository_id, kind, list(fresh))
    changed = [key for key, digest in known.items() if digest != fresh[key]["digest"]]
    if changed:
        keys = [{"repository": repository_id, "row_kind": kind, "key": key} for key in changed]
        await session.run(_REMOVE, keys)
    written = [row for key, row in fresh.items() if known.get(key) != row["digest"]]
    if written:
        await session.run(insert(ingest_rows), written)
    return Counts(len(fresh) - len(known), len(changed), len(known) - len(changed))


async def rows_of(session: Session, repository_id: str) -> dict[IngestKind, list[IngestRow]]:
    """Return all that was handed in for the repository."""
    found: dict[IngestKind, list[IngestRow]] = {kind: [] for kind in ROW_TYPES}
    for row in await session.rows(_ALL, {"repository": repository_id}):
        found[row.kind].append(ROW_TYPES[row.kind].model_validate(row.payload))
    return found


async def _digests(session: Session, repository_id: str, kind: str, keys: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for start in range(0, len(keys), AT_ONCE):
        given = {"repository": repository_id, "row_kind": kind, "keys": list(keys[start : start + AT_ONCE])}
        found |= {row.natural_key: row.digest for row in await session.rows(_DIGESTS, given)}
    return found


def _stored(repository_id: str, batch_id: str, key: str, row: IngestRow) -> dict[str, Any]:
    payload = row.model_dump(mode="json", exclude={"repository"}, exclude_none=True)
    packed = json.dumps(payload, sort_keys=True, ensure_ascii=False)
    return {
        "repository_id": repository_id,
        "kind": row.kind,
        "natural_key": key,
        "payload": payload,
        "digest": hashlib.sha256(packed.encode()).hexdigest(),
        "batch_id": batch_id,
    }
