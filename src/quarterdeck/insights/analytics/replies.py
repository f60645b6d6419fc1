"""Ready replies, kept for five minutes and never past a change of the facts they rest on."""

import hashlib
from collections.abc import Awaitable, Callable, Sequence

from pydantic import BaseModel

from quarterdeck.infra.cache import Cache
from quarterdeck.insights.facts.store import FactStore

LIFETIME = 300


class Replies:
    """Answers from the cache what was answered before, for the same question and the same facts."""

    def __init__(self, cache: Cache, facts: FactStore) -> None:
        self._cache = cache
        self._facts = facts

    async def json(
        self, question: BaseModel, repository_ids: Sequence[str], answer: Callable[[], Awaitable[BaseModel]]
    ) -> bytes:
        """Return the answer as JSON. What the caller may see is part of the question."""
        version = await self._facts.data_version(repository_ids)
        words = repr((type(question).__name__, question, sorted(repository_ids), version))
        key = f"api:metrics:{hashlib.sha256(words.encode()).hexdigest()}"
        ready = await self._cache.get(key)
        if ready is None:
            ready = (await answer()).model_dump_json().encode()
            await self._cache.set(key, ready, LIFETIME)
        return ready
