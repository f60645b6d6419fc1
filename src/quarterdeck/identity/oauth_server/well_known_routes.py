"""`/.well-known/*`: where clients learn what this authorization server and its resources are.

Each document is also found under the path of what it describes, which the standards put behind its name.
"""

from typing import Any, Final

from fastapi import Request

from quarterdeck.identity.authentication.location import ServerLocation, required_location
from quarterdeck.identity.oauth_server.clients.types import AUTH_METHODS
from quarterdeck.identity.oauth_server.scopes import OFFERED, in_order
from quarterdeck.infra.web.deps import SettingsDep
from quarterdeck.infra.web.route import DeckRouter
from quarterdeck.kit.errors import NotFound

router = DeckRouter(prefix="/.well-known", tags=["OAuth"], under="")

SERVER, RESOURCE, OPENID = "oauth-authorization-server", "oauth-protected-resource", "openid-configuration"
PUBLIC: Final[dict[str, Any]] = {"security": []}


@router.get(f"/{SERVER}", openapi_extra=PUBLIC, summary="What this authorization server is (RFC 8414)")
async def authorization_server(request: Request, settings: SettingsDep) -> dict[str, Any]:
    return server_document(required_location(request, settings))


@router.get(f"/{SERVER}/{{below:path}}", include_in_schema=False)
@router.get(f"/{OPENID}/{{below:path}}", include_in_schema=False)
async def authorization_server_below(request: Request, settings: SettingsDep, below: str) -> dict[str, Any]:
    """The same under the server's own path; and under `/mcp`, where older MCP clients look."""
    location = required_location(request, settings)
    if f"/{below}" not in {location.path, f"{location.path}/mcp"}:
        raise NotFound
    return server_document(location)


@router.get(f"/{OPENID}", openapi_extra=PUBLIC, summary="The same, for clients that look here")
async def openid_configuration(request: Request, settings: SettingsDep) -> dict[str, Any]:
    """This server signs nobody in at other sites: it is no OpenID provider, and issues no id tokens."""
    return server_document(required_location(request, settings))


@router.get(f"/{RESOURCE}", openapi_extra=PUBLIC, summary="What the MCP endpoint asks of its clients (RFC 9728)")
async def protected_resource(request: Request, settings: SettingsDep) -> dict[str, Any]:
    """MCP clients look here when they find nothing under the path of the endpoint."""
    location = required_location(request, settings)
    return resource_document(location, location.mcp)


@router.get(f"/{RESOURCE}/{{below:path}}", include_in_schema=False)
async def protected_resource_below(request: Request, settings: SettingsDep, below: str) -> dict[str, Any]:
    location = required_location(request, settings)
    for resource in (location.mcp, location.api):
        if resource == location.base.removesuffix(location.path) + f"/{below}":
            return resource_document(location, resource)
    raise NotFound


def server_document(location: ServerLocation) -> dict[str, Any]:
    own = f"{location.base}/oauth"
    return {
        "issuer": location.base,
        "authorization_endpoint": f"{own}/authorize",
        "token_endpoint": f"{own}/token",
        "registration_endpoint": f"{own}/register",
        "revocation_endpoint": f"{own}/revoke",
        "jwks_uri": f"{own}/jwks",
        "scopes_supported": in_order(OFFERED),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code", "refresh_token"],
        "token_endpoint_auth_methods_supported": list(AUTH_METHODS),
        "revocation_endpoint_auth_methods_supported": list(AUTH_METHODS),
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": True,
        "client_id_metadata_document_supported": True,
    }


def resource_document(location: ServerLocation, resource: str) -> dict[str, Any]:
    return {
        "resource": resource,
        "authorization_servers": [location.base],
        "scopes_supported": in_order(OFFERED),
        "bearer_methods_supported": ["header"],
        "resource_name": "Quarterdeck",
    }
