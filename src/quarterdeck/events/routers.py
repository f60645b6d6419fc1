"""Every router of events, for the server to mount."""

from fastapi import APIRouter

from quarterdeck.events.live.routes import router as live
from quarterdeck.events.live.socket_routes import router as live_sockets

ROUTERS: tuple[APIRouter, ...] = (live,)

SOCKETS: tuple[APIRouter, ...] = (live_sockets,)
"""Beside `/api/v1`, not under it."""
