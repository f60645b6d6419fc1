"""Every router of the API, in the order the documentation shows them."""

from fastapi import APIRouter

from quarterdeck.events.routers import DOORS as EVENTS_DOORS
from quarterdeck.events.routers import ROUTERS as EVENTS_ROUTERS
from quarterdeck.events.routers import SOCKETS as EVENTS_SOCKETS
from quarterdeck.identity.routers import ROUTERS as IDENTITY_ROUTERS
from quarterdeck.insights.routers import ROUTERS as INSIGHTS_ROUTERS
from quarterdeck.server.jobs import router as jobs_router

API_PREFIX = "/api/v1"
API_ROUTERS: tuple[APIRouter, ...] = (
    *IDENTITY_ROUTERS,
    *EVENTS_ROUTERS,
    *INSIGHTS_ROUTERS,
    jobs_router,
)
SOCKET_ROUTERS: tuple[APIRouter, ...] = EVENTS_SOCKETS
DOOR_ROUTERS: tuple[APIRouter, ...] = EVENTS_DOORS
