"""The MCP SDK's low-level server around our tools. Import it late: see `face`."""

import asyncio
from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

import structlog
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel.server import Server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp_types import (
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
    ToolAnnotations,
)
from mcp_types import Tool as ToolOnTheWire
from pydantic import BaseModel, ValidationError
from starlette.types import Receive, Scope, Send

from quarterdeck.actions.mcp.tools import Tool
from quarterdeck.identity.api import Caller, Identity
from quarterdeck.kit.errors import Detail, Invalid, NotFound, QuarterdeckError

log = structlog.get_logger()

INSTRUCTIONS = "Quarterdeck runs software work for people and AI assistants. Call whoami to learn for whom you act."

Context = ServerRequestContext[dict[str, Any], Any]


class RunningEngine:
    """The SDK's session manager, living in a task of its own: its scopes must end in the task they began in."""

    def __init__(self, manager: StreamableHTTPSessionManager) -> None:
        self._manager = manager
        self._stop = asyncio.Event()
        self._ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._task = asyncio.create_task(self._live(), name="mcp")

    async def ready(self) -> None:
        await asyncio.wait({self._task, self._ready}, return_when=asyncio.FIRST_COMPLETED)
        if self._task.done():
            self._task.result()

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._manager.handle_request(scope, receive, send)

    async def close(self) -> None:
        self._stop.set()
        await self._task

    async def _live(self) -> None:
        async with self._manager.run():
            self._ready.set_result(None)
            await self._stop.wait()


async def open_engine(identity: Identity, tools: Mapping[str, Tool]) -> RunningEngine:
    """Start the engine. Hosts, origins, credentials and body sizes were checked before anything comes here."""
    manager = StreamableHTTPSessionManager(app=_server(identity, tools), json_response=True, stateless=True)
    engine = RunningEngine(manager)
    await engine.ready()
    return engine


def _server(identity: Identity, tools: Mapping[str, Tool]) -> Server[Any]:
    async def list_tools(context: Context, _params: PaginatedRequestParams | None) -> ListToolsResult:
        caller = _caller(context)
        return ListToolsResult(tools=[_on_the_wire(tool) for tool in tools.values() if _may(caller, tool)])

    async def call_tool(context: Context, params: CallToolRequestParams) -> CallToolResult:
        try:
            result = await _run(identity, _caller(context), tools, params)
        except QuarterdeckError as error:
            return _failure(error)
        return CallToolResult(
            content=[TextContent(type="text", text=result.model_dump_json())],
            structured_content=result.model_dump(mode="json"),
        )

    return Server(
        "quarterdeck",
        version=version("quarterdeck"),
        title="Quarterdeck",
        instructions=INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


async def _run(
    identity: Identity, caller: Caller, tools: Mapping[str, Tool], params: CallToolRequestParams
) -> BaseModel:
    tool = tools.get(params.name)
    if tool is None or not _may(caller, tool):
        raise NotFound("There is no such tool, or not for this caller")
    try:
        taken = tool.takes.model_validate(params.arguments or {})
    except ValidationError as error:
        problems = error.errors(include_input=False, include_url=False)
        details = [Detail(".".join(map(str, each["loc"]))[:200], each["msg"]) for each in problems[:50]]
        raise Invalid(details=details) from None
    log.info("tool_called", tool=tool.name, user_id=caller.user_id, credential_id=caller.credential_id)
    return await tool.run(identity, caller, taken)


def _failure(error: QuarterdeckError) -> CallToolResult:
    """Tell the model what went wrong; an error of the protocol would be invisible to it."""
    details = "".join(f"\n{detail.field}: {detail.message}" for detail in error.details)
    return CallToolResult(
        content=[TextContent(type="text", text=f"{error.code}: {error.text}{details}")], is_error=True
    )


def _on_the_wire(tool: Tool) -> ToolOnTheWire:
    return ToolOnTheWire(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        input_schema=tool.takes.model_json_schema(),
        output_schema=tool.gives.model_json_schema(mode="serialization"),
        annotations=ToolAnnotations(
            read_only_hint=tool.read_only, destructive_hint=not tool.read_only, open_world_hint=False
        ),
    )


def _may(caller: Caller, tool: Tool) -> bool:
    return tool.scope is None or tool.scope in caller.scopes


def _caller(context: Context) -> Caller:
    request: Any = context.request  # the HTTP request of either era
    caller: Caller = request.scope["state"]["caller"]
    return caller
