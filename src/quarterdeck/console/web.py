"""Where the console meets the server: one mount, and the way in from `/`."""

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse

from quarterdeck.console.files import ConsoleFiles
from quarterdeck.infra.web.accept import asks_for_html

PATH = "/console"


def install(app: FastAPI, files: ConsoleFiles | None = None) -> None:
    """Serve the console under `/console/`, and lead there who left out the last slash."""
    app.add_route(PATH, to_console, include_in_schema=False)
    app.mount(PATH, GZipMiddleware(files or ConsoleFiles()), name="console")


def console_start(request: Request) -> RedirectResponse | None:
    """Send a browser from `/` to the console; a client that does not ask for HTML by name gets its JSON."""
    return to_console(request) if asks_for_html(request.headers.get("accept", "")) else None


def to_console(request: Request) -> RedirectResponse:
    """Lead to the console; what else stands at that address depends on the Accept header."""
    return RedirectResponse(f"{request.scope.get('root_path', '')}{PATH}/", headers={"Vary": "Accept"})
