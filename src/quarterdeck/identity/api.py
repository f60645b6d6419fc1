"""The entrance of identity: what other domains, the command line and the server may ask of it."""

from datetime import timedelta
from typing import Final

from quarterdeck.identity.api_keys.event_types import EVENT_TYPES as API_KEYS
from quarterdeck.identity.audit.changes import record_change
from quarterdeck.identity.audit.service import audit
from quarterdeck.identity.authentication.errors import OrganizationNotFound
from quarterdeck.identity.caller import Caller, CredentialKind, visible_organizations, writable_organizations
from quarterdeck.identity.first_start import ensure_first_admin, first_sign_in_link
from quarterdeck.identity.invitations.event_types import EVENT_TYPES as INVITATIONS
from quarterdeck.identity.oauth_server.event_types import EVENT_TYPES as OAUTH
from quarterdeck.identity.oauth_server.scopes import SENTENCES as SCOPE_SENTENCES
from quarterdeck.identity.organizations.access import (
    organization_for_new,
    require_member,
    rights_now,
)
from quarterdeck.identity.organizations.errors import NotAMember
from quarterdeck.identity.organizations.event_types import EVENT_TYPES as ORGANIZATIONS
from quarterdeck.identity.organizations.repository import first_organization, organization_for
from quarterdeck.identity.organizations.types import Organization
from quarterdeck.identity.parts import Identity, open_identity
from quarterdeck.identity.providers.event_types import EVENT_TYPES as PROVIDERS
from quarterdeck.identity.purge import purge
from quarterdeck.identity.roles import OrganizationRole, Role
from quarterdeck.identity.sessions.access_tokens import LOCAL, AccessTokens
from quarterdeck.identity.sessions.event_types import EVENT_TYPES as SESSIONS
from quarterdeck.identity.users.event_types import EVENT_TYPES as USERS
from quarterdeck.identity.users.passwords import Passwords
from quarterdeck.identity.users.repository import any_admin, user_with_id
from quarterdeck.infra.database import Database
from quarterdeck.infra.settings import Settings
from quarterdeck.kit.errors import NotConfigured

LOCAL_LIFETIME: Final = timedelta(hours=2)
EVENT_TYPES: Final = (*USERS, *SESSIONS, *PROVIDERS, *API_KEYS, *OAUTH, *ORGANIZATIONS, *INVITATIONS)

__all__ = [
    "EVENT_TYPES",
    "SCOPE_SENTENCES",
    "Caller",
    "CredentialKind",
    "Identity",
    "NotAMember",
    "Organization",
    "OrganizationNotFound",
    "OrganizationRole",
    "Passwords",
    "Role",
    "audit",
    "ensure_first_admin",
    "first_organization",
    "first_sign_in_link",
    "make_local_credential",
    "open_identity",
    "organization_for",
    "organization_for_new",
    "purge",
    "record_change",
    "require_member",
    "rights_now",
    "user_with_id",
    "visible_organizations",
    "writable_organizations",
]


async def make_local_credential(database: Database, settings: Settings) -> str:
    """Sign a short-lived token for the operator of this machine, who can read the signing key anyway.

    It acts as the longest-standing administrator, is marked local, and so may name any path.

    Raises:
        NotConfigured: no server has started on this data yet, so there is no administrator.
    """
    async with database.reading() as session:
        admin = await any_admin(session)
    if admin is None:
        raise NotConfigured("There is no administrator yet; start the server once")
    tokens = AccessTokens(settings.security.jwt_secret_key.get_secret_value())
    return tokens.sign(LOCAL, admin.id, "local", LOCAL_LIFETIME)
