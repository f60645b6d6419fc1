"""Every question about developers."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row, and_, bindparam, exists, func, insert, or_, select, update

from quarterdeck.identity.api import Caller, visible_organizations
from quarterdeck.infra.database import Session
from quarterdeck.infra.database.lists import Listing
from quarterdeck.infra.database.tenancy import TenantSelect, narrowed
from quarterdeck.insights.developers.models import developers
from quarterdeck.insights.developers.types import Developer, ObservedDeveloper
from quarterdeck.insights.facts.rows import Actor
from quarterdeck.insights.teams.models import team_members
from quarterdeck.kit.clock import now
from quarterdeck.kit.ids import new_id
from quarterdeck.kit.pages import Page, PageRequest

AT_ONCE = 500
_FIRST_TEAM = (
    select(team_members.c.team_id)
    .where(team_members.c.developer_id == developers.c.id)
    .order_by(team_members.c.added_at, team_members.c.team_id)
    .limit(1)
    .scalar_subquery()
)
_ACTOR = func.coalesce(developers.c.given_actor, developers.c.actor)
_COLUMNS = (
    developers.c.id,
    func.coalesce(developers.c.given_name, developers.c.name).label("name"),
    developers.c.email,
    developers.c.organization_id,
    _FIRST_TEAM.label("team_id"),
    _ACTOR.label("actor"),
    developers.c.given_actor,
    developers.c.merged_into,
    developers.c.first_seen,
    developers.c.last_seen,
    developers.c.created_at,
    developers.c.updated_at,
    developers.c.version,
)
_IN_TEAM = exists().where(
    team_members.c.developer_id == developers.c.id, team_members.c.team_id == bindparam("team_id")
)
_DEVELOPERS = Listing(
    _COLUMNS,
    developers,
    developers.c.id,
    developers.c.merged_into.is_(None),
    tenant=developers.c.organization_id,
    filters={
        "team_id": _IN_TEAM,
        "actor": bindparam("actor") == _ACTOR,
    },
)
_ONE = TenantSelect(select(*_COLUMNS).where(developers.c.id == bindparam("wanted")), developers.c.organization_id)
_IN_ORGANIZATION = select(developers.c.id).where(
    developers.c.id == bindparam("wanted"), developers.c.organization_id == bindparam("organization")
)


async def page_of_developers(
    session: Session, request: PageRequest, caller: Caller, organization_id: str | None, wanted: Mapping[str, Any]
) -> Page[Developer]:
    """List those who are not merged into another; `wanted` narrows by team_id or actor."""
    tenants = narrowed(visible_organizations(caller), organization_id)
    return await _DEVELOPERS.page_within(session, request, tenants, _developer, wanted)


async def developer_for(session: Session, caller: Caller, developer_id: str) -> Developer | None:
    """Return the developer when there is one whom `caller` may see."""
    row = await _ONE.row(session, visible_organizations(caller), {"wanted": developer_id})
    return _developer(row) if row else None


async def developer_in(session: Session, organization_id: str, developer_id: str) -> str | None:
    found: str | None = await session.scalar(
        _IN_ORGANIZATION, {"wanted": developer_id, "organization": organization_id}
    )
    return found


async def emails_of(session: Session, developer_ids: Sequence[str]) -> dict[str, list[str]]:
    """Name the addresses of each developer, their own first, then those merged into it."""
    owner = func.coalesce(developers.c.merged_into, developers.c.id).label("owner")
    asked = or_(developers.c.id.in_(developer_ids), developers.c.merged_into.in_(developer_ids))
    found: dict[str, list[str]] = {developer_id: [] for developer_id in developer_ids}
    order = (developers.c.merged_into.is_not(None), developers.c.id)
    for row in await session.rows(select(owner, developers.c.id, developers.c.email).where(asked).order_by(*order)):
        for whose in {row.owner, row.id} & found.keys():
            found[whose].append(row.email)
    return found


async def teams_of(session: Session, developer_id: str) -> list[str]:
    joined = select(team_members.c.team_id).where(team_members.c.developer_id == developer_id)
    return [row[0] for row in await session.rows(joined.order_by(team_members.c.added_at, team_members.c.team_id))]


async def has_merged(session: Session, developer_id: str) -> bool:
    found = select(developers.c.id).where(developers.c.merged_into == developer_id).limit(1)
    return await session.row(found) is not None


async def change_developer(session: Session, found: Developer, values: Mapping[str, Any]) -> bool:
    """Write `values`; false when somebody else changed the row since it was read."""
    unchanged = and_(developers.c.id == found.id, developers.c.version == found.version)
    statement = update(developers).where(unchanged)
    return await session.run(statement.values(**values, version=found.version + 1, updated_at=now())) == 1


async def actors_given(session: Session, organization_id: str) -> dict[str, Actor]:
    """Return by address what people have set about who is a bot, an agent or a human; merged ones follow."""
    root = developers.alias("root")
    given = func.coalesce(root.c.given_actor, developers.c.given_actor).label("given")
    merged = developers.outerjoin(root, root.c.id == developers.c.merged_into)
    found = select(developers.c.email, given).select_from(merged)
    found = found.where(developers.c.organization_id == organization_id, given.is_not(None))
    return {row.email: row.given for row in await session.rows(found)}


async def upsert_observed(session: Session, organization_id: str, observed: Sequence[ObservedDeveloper]) -> None:
    """Make developers of the identities that are new, and bring the known ones up to date."""
    for start in range(0, len(observed), AT_ONCE):
        await _upsert_some(session, organization_id, observed[start : start + AT_ONCE])


async def _upsert_some(session: Session, organization_id: str, observed: Sequence[ObservedDeveloper]) -> None:
    known = await _known(session, organization_id, [one.email for one in observed])
    moment = now()
    fresh = [
        {
            "id": new_id(),
            "organization_id": organization_id,
            "email": one.email,
            "name": one.name,
            "actor": one.actor,
            "first_seen": one.first_seen,
            "last_seen": one.last_seen,
            "created_at": moment,
            "updated_at": moment,
            "version": 1,
        }
        for one in observed
        if one.email not in known
    ]
    if fresh:
        await session.run(insert(developers), fresh)
    moved = [change for one in observed if (change := _change(known.get(one.email), one))]
    if moved:
        await session.run(_MOVE, moved)


_MOVE = (
    update(developers)
    .where(developers.c.id == bindparam("whose"))
    .values(
        name=bindparam("new_name"),
        actor=bindparam("new_actor"),
        first_seen=bindparam("new_first_seen"),
        last_seen=bindparam("new_last_seen"),
    )
)


async def _known(session: Session, organization_id: str, emails: Sequence[str]) -> dict[str, Row[Any]]:
    found = select(developers).where(developers.c.organization_id == organization_id, developers.c.email.in_(emails))
    return {row.email: row for row in await session.rows(found)}


def _change(known: Row[Any] | None, seen: ObservedDeveloper) -> dict[str, Any] | None:
    """Decide what to write over a known row; the later sight of a name wins."""
    if known is None:
        return None
    later = seen.last_seen >= known.last_seen
    have = (known.name, known.actor, known.first_seen, known.last_seen)
    want = (
        seen.name if later else known.name,
        seen.actor,
        min(seen.first_seen, known.first_seen),
        max(seen.last_seen, known.last_seen),
    )
    names = ("new_name", "new_actor", "new_first_seen", "new_last_seen")
    return {"whose": known.id, **dict(zip(names, want, strict=True))} if want != have else None


def _developer(row: Row[Any]) -> Developer:
    return Developer(*tuple(row)[: len(_COLUMNS)])
