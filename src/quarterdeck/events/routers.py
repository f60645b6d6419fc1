"""Every router of events, for the server to mount."""

from fastapi import APIRouter

from quarterdeck.events.inbox.delivery_routes import router as inbox_deliveries
from quarterdeck.events.inbox.receive_routes import router as inbox_door
from quarterdeck.events.inbox.source_routes import router as inbox_sources
from quarterdeck.events.live.routes import router as live
from quarterdeck.events.live.routes import socket_router as live_sockets
from quarterdeck.events.webhooks.delivery_routes import router as webhook_deliveries
from quarterdeck.events.webhooks.routes import router as webhooks

ROUTERS: tuple[APIRouter, ...] = (live, webhooks, webhook_deliveries, inbox_sources, inbox_deliveries)

SOCKETS: tuple[APIRouter, ...] = (live_sockets,)
"""Beside `/api/v1`, not under it."""

DOORS: tuple[APIRouter, ...] = (inbox_door,)
"""Beside `/api/v1` too, at addresses that other systems are told."""
