"""Users of this server as members of teams; the one place where insights looks at identity's tables."""

from sqlalchemy import bindparam, column, select, table

from quarterdeck.infra.database import Session

people = table("users", column("id"), column("name"), column("email"))
_memberships = table("memberships", column("organization_id"), column("user_id"))
_IS_MEMBER = select(_memberships.c.user_id).where(
    _memberships.c.organization_id == bindparam("organization"), _memberships.c.user_id == bindparam("who")
)


async def is_member_of(session: Session, organization_id: str, user_id: str) -> bool:
    return await session.row(_IS_MEMBER, {"organization": organization_id, "who": user_id}) is not None
