"""Ready answers of hot lists, kept for exactly as long as nobody writes.

SQLite tells at no cost whether any connection has committed since the last look (`PRAGMA data_version`), so an answer
from memory is never older than the database. PostgreSQL cannot tell, so nothing is kept there.
"""

from collections.abc import Awaitable, Callable, Hashable
from typing import Annotated

from fastapi import Depends, Response

from quarterdeck.infra.database import Database
from quarterdeck.infra.web.deps import part

MOST_KEPT = 512


class ResponseCache:
    """JSON answers by what was asked; all of them go at the first write, whatever it wrote."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._version: int | None = None
        self._kept: dict[Hashable, bytes] = {}

    async def answer(self, asked: Hashable, make: Callable[[], Awaitable[bytes]]) -> Response:
        """Answer from memory, or make the answer and keep it. `asked` must name all that the answer depends on."""
        version = self._database.version()
        if version != self._version or len(self._kept) >= MOST_KEPT:
            self._kept.clear()
            self._version = version
        body = self._kept.get(asked)
        if body is None:
            body = await make()
            if version is not None and version == self._database.version():
                self._kept[asked] = body
        return Response(body, media_type="application/json")


ResponseCacheDep = Annotated[ResponseCache, Depends(part("response_cache"))]
