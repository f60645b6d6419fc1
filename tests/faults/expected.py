"""What there must be, if exactly the given acts happened: the acts carried out once more, on plain dictionaries."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from tests.faults.ledger import REFRESHED, REUSED, Act

Hash = str | None
"""Of a secret; `None` of one that the server made and nobody was told."""


@dataclass
class Expected:
    """`tokens` are the refresh tokens of a session in order: all used but the last."""

    admin: str
    organizations: dict[str, tuple[str, str]] = field(default_factory=dict)
    members: dict[tuple[str, str], str] = field(default_factory=dict)
    keys: dict[str, tuple[str, Hash]] = field(default_factory=dict)
    tokens: dict[str, list[Hash]] = field(default_factory=dict)
    ended: set[str] = field(default_factory=set)


def expected(admin: str, happened: Iterable[Act]) -> Expected:
    found = Expected(admin)
    for act in happened:
        CARRY_OUT[act.kind](found, act)
    return found


def hash_of(secret: str | None) -> Hash:
    return sha256(secret.encode()).hexdigest() if secret else None


def _make_key(found: Expected, act: Act) -> None:
    found.keys[act.subject] = (act.body["name"], hash_of(act.secret))


def _rotate_key(found: Expected, act: Act) -> None:
    name, _ = found.keys[act.subject]
    found.keys[act.subject] = (name, hash_of(act.secret))


def _revoke_key(found: Expected, act: Act) -> None:
    del found.keys[act.subject]


def _make_organization(found: Expected, act: Act) -> None:
    found.organizations[act.subject] = (act.body["name"], act.body["description"])
    found.members[act.subject, found.admin] = "owner"


def _change_organization(found: Expected, act: Act) -> None:
    name, _ = found.organizations[act.subject]
    found.organizations[act.subject] = (name, act.body["description"])


def _delete_organization(found: Expected, act: Act) -> None:
    del found.organizations[act.subject]
    for member in [member for member in found.members if member[0] == act.subject]:
        del found.members[member]


def _set_member(found: Expected, act: Act) -> None:
    found.members[act.subject, act.body.get("user_id") or _last_part(act)] = act.body["role"]


def _remove_member(found: Expected, act: Act) -> None:
    del found.members[act.subject, _last_part(act)]


def _begin_session(found: Expected, act: Act) -> None:
    found.tokens[act.subject] = [hash_of(act.secret)]


def _refresh(found: Expected, act: Act) -> None:
    found.tokens[act.subject].append(hash_of(act.secret))


def _end_session(found: Expected, act: Act) -> None:
    found.ended.add(act.subject)


def _last_part(act: Act) -> str:
    return act.path.rpartition("/")[2]


CARRY_OUT: Mapping[str, Callable[[Expected, Act], None]] = {
    "api_key.created": _make_key,
    "api_key.rotated": _rotate_key,
    "api_key.revoked": _revoke_key,
    "organization.created": _make_organization,
    "organization.updated": _change_organization,
    "organization.deleted": _delete_organization,
    "member.added": _set_member,
    "member.updated": _set_member,
    "member.removed": _remove_member,
    "session.began": _begin_session,
    REFRESHED: _refresh,
    REUSED: _end_session,
}
