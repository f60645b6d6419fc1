"""Every router of identity, for the server to mount."""

from fastapi import APIRouter

from quarterdeck.identity.api_keys.routes import router as api_keys
from quarterdeck.identity.audit.routes import router as audit
from quarterdeck.identity.invitations.routes import answers as invitation_answers
from quarterdeck.identity.invitations.routes import router as invitations
from quarterdeck.identity.oauth_server.clients.routes import router as oauth_clients
from quarterdeck.identity.oauth_server.consent.routes import router as oauth_requests
from quarterdeck.identity.oauth_server.grants.routes import router as connections
from quarterdeck.identity.oauth_server.keys.routes import router as oauth_keys
from quarterdeck.identity.oauth_server.routes import protocol as oauth_protocol
from quarterdeck.identity.oauth_server.routes import router as oauth_endpoints
from quarterdeck.identity.oauth_server.well_known import router as well_known
from quarterdeck.identity.organizations.routes import members_router as members
from quarterdeck.identity.organizations.routes import router as organizations
from quarterdeck.identity.providers.routes import account_router as links
from quarterdeck.identity.providers.routes import browser_router as browser
from quarterdeck.identity.providers.routes import router as providers
from quarterdeck.identity.sessions.routes import router as sessions
from quarterdeck.identity.sessions.user_routes import router as user_sessions
from quarterdeck.identity.tickets.routes import router as tickets
from quarterdeck.identity.users.me import router as me
from quarterdeck.identity.users.routes import router as users

ROUTERS: tuple[APIRouter, ...] = (
    sessions,
    providers,
    browser,
    me,
    links,
    api_keys,
    users,
    user_sessions,
    organizations,
    members,
    invitations,
    invitation_answers,
    oauth_requests,
    connections,
    oauth_clients,
    oauth_keys,
    audit,
    tickets,
)

STANDARD_ROUTERS: tuple[APIRouter, ...] = (oauth_endpoints, oauth_protocol, well_known)
"""Their addresses come from standards, so they stand outside of `/api/v1`."""
