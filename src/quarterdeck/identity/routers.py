"""Every router of identity, for the server to mount."""

from fastapi import APIRouter

from quarterdeck.identity.api_keys.routes import router as api_keys
from quarterdeck.identity.audit.routes import router as audit
from quarterdeck.identity.invitations.routes import answers as invitation_answers
from quarterdeck.identity.invitations.routes import router as invitations
from quarterdeck.identity.organizations.member_routes import router as members
from quarterdeck.identity.organizations.routes import router as organizations
from quarterdeck.identity.providers.link_routes import router as links
from quarterdeck.identity.providers.routes import browser_router as browser
from quarterdeck.identity.providers.routes import router as providers
from quarterdeck.identity.sessions.routes import router as sessions
from quarterdeck.identity.tickets.routes import router as tickets
from quarterdeck.identity.users.me import router as me
from quarterdeck.identity.users.routes import router as users
from quarterdeck.identity.users.session_routes import router as user_sessions

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
    audit,
    tickets,
)
