"""What the server may ask of actions."""

from quarterdeck.actions.catalogue import CATALOGUE
from quarterdeck.actions.faces.mcp.endpoint import McpEndpoint

__all__ = ["CATALOGUE", "McpEndpoint"]
