"""Where MCP meets the server: one route, whose endpoint opens with the lifespan."""

from typing import Any

from fastapi import FastAPI
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from quarterdeck.actions.api import CATALOGUE, McpEndpoint
from quarterdeck.identity.web import RequestAuthenticator
from quarterdeck.infra.database import Database
from quarterdeck.infra.settings import Settings
from quarterdeck.server.errors import error_response

PATH = "/mcp"


class ToEndpoint:
    """Hands a request on to the endpoint of this server's life."""

    def __init__(self) -> None:
        self.route: Any = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope["route"] = self.route  # metrics and the audit log ask for it
        await scope["app"].state.parts.mcp(scope, receive, send)


def install_mcp(app: FastAPI) -> None:
    """Answer at `/mcp`, to POST alone: without sessions there is no stream to GET and nothing to DELETE."""
    endpoint = ToEndpoint()
    endpoint.route = Route(PATH, endpoint=endpoint, methods=["POST"], name="mcp")
    app.router.routes.append(endpoint.route)


def open_mcp(settings: Settings, database: Database, requests: RequestAuthenticator) -> McpEndpoint:
    return McpEndpoint(settings, database, requests, CATALOGUE, error_response)
