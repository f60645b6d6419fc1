"""A contract for import-linter: a domain is entered through its entrances, and through nothing else of it."""

from collections.abc import Iterator

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class EntrancesContract(Contract):
    """Modules outside a domain import its `entrances` alone; those below `root`, which joins the parts, two more kinds.

    Configuration options:
        - domains: the packages that are entered.
        - entrances: names of their modules that everybody above may import.
        - root: the composition root.
        - root_entrances: names of their modules that the root alone may import besides.
    """

    type_name = "entrances"

    domains = fields.ListField(subfield=fields.StringField())
    entrances = fields.ListField(subfield=fields.StringField())
    root = fields.StringField()
    root_entrances = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: ARG002 - the base class hands it over
        found = sorted({crossing for domain in self.domains for crossing in self._crossings(graph, domain)})  # type: ignore[attr-defined]  # a field gives its value
        return ContractCheck(kept=not found, metadata={"found": found})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for importer, imported in check.metadata["found"]:
            output.print_error(f"{importer} imports {imported}, which is inside a domain")

    def _crossings(self, graph: ImportGraph, domain: str) -> Iterator[tuple[str, str]]:
        everybodys = {f"{domain}.{name}" for name in self.entrances}  # type: ignore[attr-defined]  # a field gives its value
        roots = everybodys | {f"{domain}.{name}" for name in self.root_entrances}  # type: ignore[attr-defined]  # a field gives its value
        for imported in graph.find_descendants(domain) if domain in graph.modules else ():
            for importer in graph.find_modules_that_directly_import(imported):
                inside = importer == domain or importer.startswith(f"{domain}.")
                allowed = roots if importer.startswith(f"{self.root}.") else everybodys
                if not inside and imported not in allowed:
                    yield importer, imported
