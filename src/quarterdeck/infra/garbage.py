"""When Python looks for objects in circles."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

# A reading makes some 200,000 rows, none in a circle; with the usual thresholds a tenth of its time went into looking.
RARELY = (100_000, 50, 1_000)


@dataclass(slots=True)
class _Bulk:
    depth: int = 0
    usual: tuple[int, int, int] = (0, 0, 0)


_bulk = _Bulk()


@contextmanager
def rare_collections() -> Iterator[None]:
    """Let the collector look less often while very many objects are made. Enter it on the loop's thread only."""
    if _bulk.depth == 0:
        _bulk.usual = gc.get_threshold()
        gc.set_threshold(*RARELY)
    _bulk.depth += 1
    try:
        yield
    finally:
        _bulk.depth -= 1
        if _bulk.depth == 0:
            gc.set_threshold(*_bulk.usual)
