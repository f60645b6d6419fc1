"""`create_app`: the whole server, joined by hand."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware

from quarterdeck import __version__
from quarterdeck.console import install as install_console
from quarterdeck.infra.settings import Settings
from quarterdeck.infra.web.route import operation_id
from quarterdeck.infra.web.route_table import RouteTable
from quarterdeck.server.docs import install_docs
from quarterdeck.server.errors import install_error_handlers
from quarterdeck.server.mcp import install_mcp
from quarterdeck.server.middleware import RequestMiddleware
from quarterdeck.server.openapi import install_openapi
from quarterdeck.server.parts import open_parts
from quarterdeck.server.platform import router as platform_router
from quarterdeck.server.routers import ROUTERS
from quarterdeck.server.serving import serving
from quarterdeck.server.working import prepare, working


def create_app(settings: Settings) -> FastAPI:
    """Build the server. Its parts open when its lifespan starts and are then `app.state.parts`."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            parts = await stack.enter_async_context(open_parts(settings, stopping=app.state.stopping))
            await prepare(parts)
            await stack.enter_async_context(serving(parts))
            if settings.jobs.worker_in_process:
                await stack.enter_async_context(working(parts))
            app.state.parts = parts
            yield
            parts.stopping.set()

    app = FastAPI(
        title="Quarterdeck",
        summary="The self-hosted deck from which people and AI assistants run software work together",
        version=__version__,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=operation_id,
    )
    app.state.settings = settings  # for those who prepare what it opens, before there are parts
    app.state.stopping = asyncio.Event()  # from the first moment on: a signal may come before the start is done
    app.include_router(platform_router)
    app.router.routes.insert(0, RouteTable(ROUTERS))
    install_mcp(app)
    install_docs(app)
    install_console(app)
    install_openapi(app)
    install_error_handlers(app)
    if settings.server.cors_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=list(settings.server.cors_origins),
            allow_credentials=True,
            allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
            allow_headers=["Authorization", "Content-Type", "Idempotency-Key", "If-Match", "X-API-Key", "X-Request-ID"],
            expose_headers=["X-Request-ID", "Retry-After", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"],
        )
    app.add_middleware(RequestMiddleware, settings=settings)
    return app
