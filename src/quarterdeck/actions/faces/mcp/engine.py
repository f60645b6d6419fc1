"""The MCP SDK's low-level server around our actions. Loaded late: see `endpoint`."""

import asyncio
from importlib.metadata import version
from typing import Any

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
from mcp_types import Tool as McpTool
from starlette.types import Receive, Scope, Send

from quarterdeck.actions.context import Context, context_for
from quarterdeck.actions.faces.mcp.admission import Admission
from quarterdeck.actions.registry import call_action
from quarterdeck.infra.database import Database
from quarterdeck.kit.errors import QuarterdeckError
from quarterdeck.kit.tools import Action

INSTRUCTIONS = "Quarterdeck runs software work for people and AI assistants. Call whoami to learn for whom you act."

Incoming = ServerRequestContext[dict[str, Any], Any]


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


async def open_engine(database: Database) -> RunningEngine:
    """Start the engine. Hosts, origins, credentials and body sizes were checked before anything comes here."""
    manager = StreamableHTTPSessionManager(app=_server(database), json_response=True, stateless=True)
    engine = RunningEngine(manager)
    await engine.ready()
    return engine


def _server(database: Database) -> Server[Any]:
    async def list_tools(incoming: Incoming, _params: PaginatedRequestParams | None) -> ListToolsResult:
        return ListToolsResult(tools=[_mcp_tool(action) for action in _admitted(incoming).permitted.values()])

    async def call_tool(incoming: Incoming, params: CallToolRequestParams) -> CallToolResult:
        admitted = _admitted(incoming)
        context = context_for(admitted.caller, database)
        try:
            result = await call_action(admitted.permitted, context, params.name, params.arguments or {})
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


def _failure(error: QuarterdeckError) -> CallToolResult:
    """Tell the model what went wrong; an error of the protocol would be invisible to it."""
    details = "".join(f"\n{detail.field}: {detail.message}" for detail in error.details)
    return CallToolResult(
        content=[TextContent(type="text", text=f"{error.code}: {error.text}{details}")], is_error=True
    )


def _mcp_tool(action: Action[Context]) -> McpTool:
    changes = action.effect != "read"
    return McpTool(
        name=action.name,
        title=action.title,
        description=action.description,
        input_schema=action.takes.model_json_schema(),
        output_schema=action.gives.model_json_schema(mode="serialization"),
        annotations=ToolAnnotations(read_only_hint=not changes, destructive_hint=changes, open_world_hint=False),
    )


def _admitted(incoming: Incoming) -> Admission:
    request: Any = incoming.request  # the HTTP request of either era
    admission: Admission = request.scope["state"]["admission"]
    return admission
