"""Whose a credential is: the account's role and its memberships, read with the credential by one statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, FromClause, select

from quarterdeck.identity.caller import Caller, CredentialKind
from quarterdeck.identity.organizations.models import memberships
from quarterdeck.identity.roles import OrganizationRole, Role, effective_scopes
from quarterdeck.identity.users.models import users
from quarterdeck.infra.database.prepared import PreparedSelect


@dataclass(frozen=True, slots=True)
class Owner:
    """An active account, with its rights now."""

    user_id: str
    role: Role
    organizations: dict[str, OrganizationRole]

    def caller(self, granted: frozenset[str], kind: CredentialKind, credential_id: str) -> Caller:
        """Return who calls by a credential of this account that was given the scopes `granted`."""
        scopes = effective_scopes(self.role, granted)
        return Caller(self.user_id, self.role, scopes, kind, credential_id, self.organizations, local=kind == "local")


def owned(columns: Sequence[ColumnElement[Any]], source: FromClause, where: ColumnElement[bool]) -> PreparedSelect:
    """Read `columns` of a `source` that holds the accounts already, with their owner; disabled ones own nothing.

    There is a row for each membership, and one for an owner without any.
    """
    return PreparedSelect(
        select(*columns, users.c.id, users.c.role, memberships.c.organization_id, memberships.c.role)
        .select_from(source.outerjoin(memberships, memberships.c.user_id == users.c.id))
        .where(where, users.c.disabled_at.is_(None))
    )


def owner_in(rows: Sequence[Sequence[Any]]) -> Owner:
    """Return the owner whom the rows of an `owned` select, of which there is one at least, tell of."""
    user_id, role = rows[0][-4], rows[0][-3]
    return Owner(user_id, role, {row[-2]: row[-1] for row in rows if row[-2] is not None})
