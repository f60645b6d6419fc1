"""Holds what the writers know against what the database keeps, and says everything that does not fit.

An act that was acknowledged happened; of another the logs decide. Whatever happened must have left its change, its
event and its line in the audit log, once each; whatever did not, none of them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from tests.faults.expected import Expected, expected, hash_of
from tests.faults.kept import Kept, Told
from tests.faults.ledger import REFRESHED, REUSED, Act

AUDITED = {
    "api_key.created": "api_key.create",
    "api_key.rotated": "api_key.rotate",
    "api_key.revoked": "api_key.revoke",
    "organization.created": "organization.create",
    "organization.updated": "organization.update",
    "organization.deleted": "organization.delete",
    "member.added": "member.add",
    "member.updated": "member.update",
    "member.removed": "member.remove",
    "session.began": "sign_in",
    REUSED: "refresh_token.reused",
}
EVENTS = set(AUDITED) - {REUSED}
Index = Mapping[str, Sequence[Told]]


def problems(acts: Iterable[Act], kept: Kept, admin: str) -> list[str]:
    """Return a line for each thing that is lost, doubled, half done or made up. All organizations are `admin`'s."""
    asked, events, audited = list(acts), _by_request(kept.events), _by_request(kept.audited)
    found = [*_gaps(kept), *_strays(asked, events)]
    for act in asked:
        found += _mistold(act, events.get(act.id, ()), audited.get(act.id, ()))
    if found:
        return found  # such logs cannot decide what happened
    happened = [act for act in asked if _has_happened(act, events, kept)]
    must = expected(admin, happened)
    found += [*_out_of_order(happened, events), *_rows_that_differ(must, kept)]
    return [*found, *_wrong_keys(happened, must, kept), *_wrong_tokens(must, kept)]


def _by_request(rows: Iterable[Told]) -> Index:
    found = defaultdict(list)
    for row in rows:
        if row.request_id is not None:
            found[row.request_id].append(row)
    return found


def _gaps(kept: Kept) -> Iterator[str]:
    for name, rows in (("event", kept.events), ("audit", kept.audited)):
        seqs = [row.seq for row in rows]
        if seqs != list(range(1, len(seqs) + 1)):
            yield f"the {name} log's {len(seqs)} rows are not 1 to {len(seqs)}: {seqs[-1:]}"
    if kept.last_seq != len(kept.events):
        yield f"the event log counts {kept.last_seq} and holds {len(kept.events)}"


def _strays(asked: Sequence[Act], events: Index) -> Iterator[str]:
    known = {act.id for act in asked}
    writers = {act.id.partition("-")[0] for act in asked}
    for request_id, rows in events.items():
        if request_id not in known and request_id.partition("-")[0] in writers:
            yield f"nobody asked for {rows}"


def _mistold(act: Act, events: Sequence[Told], audited: Sequence[Told]) -> Iterator[str]:
    """Compare what the two logs say of one act, with what is known of it and with each other."""
    told = [row for row in events if row.kind == act.kind]
    lines = [row for row in audited if row.kind == AUDITED.get(act.kind)]
    counts = (len(told) if act.kind in EVENTS else None, len(lines) if act.kind in AUDITED else None)
    once, never = (tuple(None if count is None else wanted for count in counts) for wanted in (1, 0))
    lawful = (
        {once} if act.acknowledged else {once, never} if act.happened is None else {once if act.happened else never}
    )
    if counts not in lawful:
        yield f"{_state(act)}, with (events, audit lines) {counts}: {act}"
    for row in told:
        if act.subject and row.subject != act.subject:
            yield f"the event speaks of {row.subject}: {act}"


def _state(act: Act) -> str:
    if act.acknowledged:
        return "acknowledged"
    return "unheard" if act.happened is None else f"unheard, and settled as happened={act.happened}"


def _has_happened(act: Act, events: Index, kept: Kept) -> bool:
    """Tell whether an act happened. For an unheard one this is settled once, with its subject."""
    if act.happened is None:
        if act.kind == REFRESHED:
            act.happened = kept.refresh_tokens[str(hash_of(act.body["refresh_token"]))][1]
        else:
            told = [row for row in events.get(act.id, ()) if row.kind == act.kind]
            act.happened = bool(told)
            act.subject = act.subject or (str(told[0].subject) if told else "")
    return act.happened


def _out_of_order(happened: Sequence[Act], events: Index) -> Iterator[str]:
    """What one writer was told before it asked for the next must come first in the log."""
    latest: dict[str, int] = {}
    for act in happened:
        writer = act.id.rpartition("-")[0]
        for row in events.get(act.id, ()):
            if row.seq <= latest.get(writer, 0):
                yield f"event {row.seq} comes too early: {act}"
            latest[writer] = row.seq


def _rows_that_differ(must: Expected, kept: Kept) -> Iterator[str]:
    pairs: tuple[tuple[str, set[object], set[object]], ...] = (
        ("organizations", set(must.organizations.items()), set(kept.organizations.items())),
        ("members", set(must.members.items()), set(kept.members.items())),
        (
            "keys",
            {(key, name) for key, (name, _) in must.keys.items()},
            {(key, row[0]) for key, row in kept.keys.items()},
        ),
        ("sessions", {(each, each in must.ended) for each in must.tokens}, set(kept.sessions.items())),
    )
    for table, wanted, there in pairs:
        if wanted != there:
            yield f"{table}: lost {wanted - there}, made up {there - wanted}"


def _wrong_keys(happened: Sequence[Act], must: Expected, kept: Kept) -> Iterator[str]:
    """The last secret counts; when nobody was told the last one, at least none of the earlier does."""
    shown = defaultdict(set)
    for act in happened:
        if act.kind.startswith("api_key.") and act.secret:
            shown[act.subject].add(hash_of(act.secret))
    for key, (_, wanted) in must.keys.items():
        there = kept.keys.get(key, ("", ""))[1]
        if there != wanted if wanted else there in shown[key]:
            yield f"another secret opens the key {key}"


def _wrong_tokens(must: Expected, kept: Kept) -> Iterator[str]:
    families: dict[str, dict[str, bool]] = defaultdict(dict)
    for token, (session, used) in kept.refresh_tokens.items():
        families[session][token] = used
    for session, wanted in must.tokens.items():
        there = families[session]
        if len(there) != len(wanted) or sum(there.values()) != len(wanted) - 1:
            yield f"session {session} has {there} where there were {len(wanted)} refresh tokens"
        for token in filter(None, wanted):
            if there.get(token) != (token != wanted[-1]):
                yield f"a refresh token of session {session} is {there.get(token)}: {token}"
