"""What a database keeps, read past the server, so that no cache and no route can make it look better."""

import sqlite3
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

import asyncpg

Key = TypeVar("Key")
Row = TypeVar("Row")
Rows = list[tuple[Any, ...]]
Ask = Callable[[str], Awaitable[Rows]]


@dataclass(frozen=True)
class Told:
    """One row of the event log, or of the audit log."""

    seq: int
    kind: str
    subject: str | None
    request_id: str | None


@dataclass(frozen=True)
class Kept:
    """Everything that the acts change; `refresh_tokens` by hash: the session, and whether it was used."""

    last_seq: int
    events: list[Told]
    audited: list[Told]
    organizations: dict[str, tuple[str, str]]
    members: dict[tuple[str, str], str]
    keys: dict[str, tuple[str, str]]
    sessions: dict[str, bool]
    refresh_tokens: dict[str, tuple[str, bool]]

    def since(self, before: "Kept") -> "Kept":
        """Leave out the rows that were there before; the logs stay whole."""
        return replace(
            self,
            organizations=_added(self.organizations, before.organizations),
            members=_added(self.members, before.members),
            keys=_added(self.keys, before.keys),
            sessions=_added(self.sessions, before.sessions),
            refresh_tokens=_added(self.refresh_tokens, before.refresh_tokens),
        )


async def read_kept(ask: Ask) -> Kept:
    return Kept(
        last_seq=(await ask("SELECT last_seq FROM event_log"))[0][0],
        events=[Told(*row) for row in await ask("SELECT seq, type, subject_id, request_id FROM events ORDER BY seq")],
        audited=[
            Told(*row) for row in await ask("SELECT seq, action, object_id, request_id FROM audit_events ORDER BY seq")
        ],
        organizations={row[0]: row[1:] for row in await ask("SELECT id, name, description FROM organizations")},
        members={row[:2]: row[2] for row in await ask("SELECT organization_id, user_id, role FROM memberships")},
        keys={row[0]: row[1:] for row in await ask("SELECT id, name, secret_hash FROM api_keys")},
        sessions=dict(await ask("SELECT id, ended_at IS NOT NULL FROM sessions WHERE kind = 'token'")),
        refresh_tokens={
            row[0]: row[1:]
            for row in await ask("SELECT token_hash, session_id, used_at IS NOT NULL FROM refresh_tokens")
        },
    )


def ask_sqlite(path: Path) -> Ask:
    async def ask(question: str) -> Rows:
        connection = sqlite3.connect(path)
        try:
            return connection.execute(question).fetchall()
        finally:
            connection.close()

    return ask


def ask_postgres(url: str) -> Ask:
    async def ask(question: str) -> Rows:
        connection = await asyncpg.connect(url)
        try:
            return [tuple(row) for row in await connection.fetch(question)]
        finally:
            await connection.close()

    return ask


def _added(now: Mapping[Key, Row], before: Mapping[Key, Row]) -> dict[Key, Row]:
    return {key: row for key, row in now.items() if key not in before}
