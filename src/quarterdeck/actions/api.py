"""The front door of actions."""

from quarterdeck.actions.mcp.face import McpFace
from quarterdeck.actions.mcp.tools import TOOLS

__all__ = ["TOOLS", "McpFace"]
