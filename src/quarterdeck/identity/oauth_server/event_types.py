"""What the authorization server tells: persons of their grants, administrators of clients and keys."""

from quarterdeck.infra.event_log import EventType

GRANT_CREATED = EventType(
    "grant.created", audience="person", action="grant.create", data="`client_name`, `redirect_host`, `scopes`"
)
GRANT_REVOKED = EventType(
    "grant.revoked",
    audience="person",
    action="grant.revoke",
    data="`reason`: `owner`, `client` or `reused`; or `grants`: how many ended with a change of the account",
)
CLIENT_CREATED = EventType(
    "oauth_client.created",
    audience="administrators",
    scope="users:manage",
    action="oauth_client.create",
    data="`name`, `kind`: `registered`, `metadata` or `dynamic`",
)
CLIENT_UPDATED = EventType(
    "oauth_client.updated",
    audience="administrators",
    scope="users:manage",
    action="oauth_client.update",
    data="`fields`",
)
CLIENT_DELETED = EventType(
    "oauth_client.deleted",
    audience="administrators",
    scope="users:manage",
    action="oauth_client.delete",
    data="`name`, `kind`",
)
KEY_ROTATED = EventType("oauth_key.rotated", audience="administrators", scope="users:manage", action="oauth_key.rotate")

EVENT_TYPES = (GRANT_CREATED, GRANT_REVOKED, CLIENT_CREATED, CLIENT_UPDATED, CLIENT_DELETED, KEY_ROTATED)
