"""What a writer asks of the store: sets of rows that become visible together or not at all."""

from dataclasses import dataclass

from quarterdeck.insights.facts.schema import Table, Values


@dataclass(frozen=True, slots=True)
class Upsert:
    """Insert rows, or overwrite those with the same key."""

    table: Table
    values: list[Values]

    @property
    def repositories(self) -> set[str]:
        return {row[0] for row in self.values}


@dataclass(frozen=True, slots=True)
class Replace:
    """Make `values` all that the table holds of one repository."""

    table: Table
    repository_id: str
    values: list[Values]

    @property
    def repositories(self) -> set[str]:
        return {self.repository_id}


Step = Upsert | Replace


@dataclass(frozen=True, slots=True)
class WriteBatch:
    """Steps of one transaction."""

    steps: tuple[Step, ...]

    @property
    def repositories(self) -> list[str]:
        """Those whose data version the batch raises, in one order for all so that writers cannot deadlock."""
        return sorted(set().union(*(step.repositories for step in self.steps)))

    @property
    def size(self) -> int:
        return sum(len(step.values) for step in self.steps)
