"""Every router of identity, for the server to mount, by the module it is loaded from."""

from quarterdeck.infra.web.route_table import RouterAt

ROUTERS = (
    RouterAt("/api/v1/auth", "quarterdeck.identity.sessions.routes:router"),
    RouterAt("/api/v1/auth", "quarterdeck.identity.providers.routes:router"),
    RouterAt("/api/v1/auth", "quarterdeck.identity.providers.routes:browser_router"),
    RouterAt("/api/v1/auth/me", "quarterdeck.identity.users.me_routes:router"),
    RouterAt("/api/v1/auth", "quarterdeck.identity.providers.routes:account_router"),
    RouterAt("/api/v1/auth/api-keys", "quarterdeck.identity.api_keys.routes:router"),
    RouterAt("/api/v1/users", "quarterdeck.identity.users.routes:router"),
    RouterAt("/api/v1/users", "quarterdeck.identity.sessions.user_routes:router"),
    RouterAt("/api/v1/organizations", "quarterdeck.identity.organizations.routes:router"),
    RouterAt("/api/v1/organizations", "quarterdeck.identity.organizations.routes:members_router"),
    RouterAt("/api/v1/organizations", "quarterdeck.identity.invitations.routes:router"),
    RouterAt("/api/v1/auth/invitations", "quarterdeck.identity.invitations.routes:answers"),
    RouterAt("/api/v1/oauth/requests", "quarterdeck.identity.oauth_server.consent.routes:router"),
    RouterAt("/api/v1/auth/connections", "quarterdeck.identity.oauth_server.grants.routes:router"),
    RouterAt("/api/v1/oauth/clients", "quarterdeck.identity.oauth_server.clients.routes:router"),
    RouterAt("/api/v1/oauth/keys", "quarterdeck.identity.oauth_server.keys.routes:router"),
    RouterAt("/api/v1/audit", "quarterdeck.identity.audit.routes:router"),
    RouterAt("/api/v1/ws/tickets", "quarterdeck.identity.tickets.routes:router"),
)

STANDARD_ROUTERS = (
    RouterAt("/oauth", "quarterdeck.identity.oauth_server.routes:router"),
    RouterAt("/oauth", "quarterdeck.identity.oauth_server.routes:protocol"),
    RouterAt("/.well-known", "quarterdeck.identity.oauth_server.well_known_routes:router"),
)
"""Their addresses come from standards, so they stand outside of `/api/v1`."""
