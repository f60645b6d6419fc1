"""The tools that MCP clients see: what each is called, what it needs, and what carries it out."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from pydantic import BaseModel

from quarterdeck.actions.mcp.whoami import Nothing, WhoAmI, who_am_i
from quarterdeck.identity.api import Caller, Identity
from quarterdeck.identity.roles import Scope


@dataclass(frozen=True, slots=True)
class Tool:
    """One tool. `scope` is what a caller must hold; `None` lets in everybody who is known."""

    name: str
    title: str
    description: str
    takes: type[BaseModel]
    gives: type[BaseModel]
    run: Callable[[Identity, Caller, BaseModel], Awaitable[BaseModel]]
    scope: Scope | None = None
    read_only: bool = True


TOOLS: Mapping[str, Tool] = {
    "whoami": Tool(
        name="whoami",
        title="Who am I",
        description="Tell for whom this connection acts, with which rights, and in which organizations.",
        takes=Nothing,
        gives=WhoAmI,
        run=who_am_i,
    ),
}
