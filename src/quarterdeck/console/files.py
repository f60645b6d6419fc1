"""The built console as an ASGI app: hashed assets for ever, one page for every address inside the console."""

import html
from http import HTTPStatus
from pathlib import Path, PurePosixPath

from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

STATIC = Path(__file__).parent / "static"
BASE_AS_BUILT = '<base href="/console/" />'

POLICY = "default-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(self)",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
FOREVER = "public, max-age=31536000, immutable"  # names under assets/ carry a hash of their content
ASK_FIRST = "no-cache"

NOT_BUILT = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Quarterdeck</title></head>
<body><main><h1>The console has not been built</h1>
<p>This is a source tree whose web files were not built yet. Build them with
<code>python hatch_build.py</code> and load this page again.</p>
<p>The API works without them: see <a href="../docs">the API pages</a>.</p></main></body></html>"""


class ConsoleFiles(StaticFiles):
    """Static files, with the console's page for each address that is no file."""

    def __init__(self, folder: Path = STATIC) -> None:
        super().__init__(directory=folder, check_dir=False)
        self._page = folder / "index.html"

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Answer with a file, else with the page; a file that is missing stays missing."""
        if is_page(path):
            response = self._index(scope)
        else:
            response = await super().get_response(path, scope)
            response.headers["Cache-Control"] = FOREVER if path.startswith("assets/") else ASK_FIRST
        response.headers.update(HEADERS)
        return response

    def _index(self, scope: Scope) -> Response:
        if scope["method"] not in {"GET", "HEAD"}:
            raise HTTPException(HTTPStatus.METHOD_NOT_ALLOWED)
        if not self._page.is_file():
            return HTMLResponse(NOT_BUILT, HTTPStatus.SERVICE_UNAVAILABLE)
        return HTMLResponse(page_under(self._page, scope), headers={"Cache-Control": ASK_FIRST})


def is_page(path: str) -> bool:
    """Tell an address of the console (/repositories/…) from the name of a file (theme.js)."""
    return path in {"", ".", "index.html"} or not (path.startswith("assets/") or PurePosixPath(path).suffix)


def page_under(page: Path, scope: Scope) -> str:
    """Return the page with its base address set to where this server really serves it."""
    base = html.escape(f"{scope.get('root_path', '')}/", quote=True)
    return page.read_text("utf-8").replace(BASE_AS_BUILT, f'<base href="{base}" />')
