"""The one way to load a module of ours late.

What is listed here costs much and is needed by some servers only, or by their first request of a kind. The import
contract cannot follow a name in a string, so the names stand here and a test follows them.
"""

import re
from importlib import import_module
from types import ModuleType
from typing import Final

LATE: Final = (
    "quarterdeck.actions.faces.mcp.engine",
    "quarterdeck.events.live.signal_in_redis",
    "quarterdeck.identity.api",
    "quarterdeck.infra.database.postgres",
    "quarterdeck.infra.in_redis",
    "quarterdeck.insights.facts.duck",
    "quarterdeck.insights.facts.postgres",
    "quarterdeck.insights.repositories.pushed",
    "quarterdeck.insights.repositories.scope",
    "quarterdeck.insights.tasks",
    "quarterdeck.server.application",
    "quarterdeck.server.deck",
    "quarterdeck.server.start",
    "quarterdeck.server.upgrade",
    "quarterdeck.server.working",
)
ROUTES: Final = re.compile(r"quarterdeck(\.[a-z_]+)+\.([a-z_]+_)?routes")
"""Modules of routes, which the `routers` of each domain name; they are loaded with the first request."""
COMMANDS: Final = re.compile(r"quarterdeck\.cli\.[a-z_]+")
"""Modules of commands, which `cli.app` names; each is loaded when it is called."""


def load_late(name: str) -> ModuleType:
    """Import a module of ours now that it is needed.

    Raises:
        ValueError: `name` is neither listed above nor a module of routes or commands.
    """
    if name not in LATE and not ROUTES.fullmatch(name) and not COMMANDS.fullmatch(name):
        raise ValueError(f"{name} is not among the modules that are loaded late")
    return import_module(name)
