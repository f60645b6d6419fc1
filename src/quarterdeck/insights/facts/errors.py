"""What can go wrong with the fact store that its caller should tell apart."""

from quarterdeck.kit.errors import StorageFull, Unavailable


class FactsLocked(Unavailable):
    """Another process holds the DuckDB file."""

    code = "FACTS_LOCKED"
    message = "Another process has the metric facts open"


class FactsUnavailable(Unavailable):
    """The store cannot answer now."""

    code = "FACTS_UNAVAILABLE"
    message = "The metric facts cannot be reached"


class FactsFull(StorageFull):
    """A write found no room."""

    code = "FACTS_FULL"
    message = "There is no room left for metric facts"
