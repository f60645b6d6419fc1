"""Deciding what becomes of each row, before anything is stored. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pydantic import ValidationError

from quarterdeck.insights.ingest.parse import RawRow
from quarterdeck.insights.ingest.repository import IngestTarget
from quarterdeck.insights.ingest.rows import ROW_TYPES, IngestKind, IngestRow
from quarterdeck.insights.ingest.schemas import Rejection

MOST_MESSAGES = 5


@dataclass(slots=True)
class Checked:
    """Good rows with their line, and what is wrong with the others; one row may have several faults."""

    rows: list[tuple[int, IngestRow]] = field(default_factory=list)
    faults: list[Rejection] = field(default_factory=list)

    @property
    def rejected(self) -> int:
        return len({fault.line for fault in self.faults})


def check(kind: IngestKind, raw: Sequence[RawRow]) -> Checked:
    checked = Checked()
    for row in raw:
        if row.error is not None:
            checked.faults.append(Rejection(line=row.line, field=None, message=row.error))
            continue
        try:
            checked.rows.append((row.line, ROW_TYPES[kind].model_validate(row.values)))
        except ValidationError as error:
            checked.faults += _faults(row.line, error)
    return checked


def by_repository(checked: Checked, targets: Sequence[IngestTarget], default: str | None) -> dict[str, list[IngestRow]]:
    """Sort the good rows by the repository they are for; those that name none become faults."""
    named: dict[str, set[str]] = {}
    for target in targets:
        for name in target.names:
            named.setdefault(name, set()).add(target.id)
    sorted_rows: dict[str, list[IngestRow]] = {}
    for line, row in checked.rows:
        matches = named.get(row.repository or default or "", set())
        if len(matches) == 1:
            sorted_rows.setdefault(next(iter(matches)), []).append(row)
        else:
            message = _unmatched(row.repository or default, matches)
            checked.faults.append(Rejection(line=line, field="repository", message=message))
    return sorted_rows


def _unmatched(name: str | None, matches: set[str]) -> str:
    if name is None:
        return "Name a repository, in the row or by repository_id in the address"
    return "Several repositories have that name; use the id" if matches else "There is no such repository"


def _faults(line: int, error: ValidationError) -> list[Rejection]:
    found = error.errors(include_url=False, include_context=False, include_input=False)[:MOST_MESSAGES]
    return [Rejection(line=line, field=_field(problem["loc"]), message=_message(problem)) for problem in found]


def _field(place: Sequence[str | int]) -> str | None:
    return ".".join(str(part) for part in place)[:100] or None


def _message(problem: Mapping[str, object]) -> str:
    if problem["type"] == "extra_forbidden":
        return "There is no such field"
    return str(problem["msg"]).removeprefix("Value error, ")
