"""`./dev bench [names] [--quick] [--write FILE]`: run the benchmarks and print one table."""

import argparse
import importlib
from pathlib import Path

from bench.report import Line, conditions, table

NAMES = ("git_ingest", "dora_query", "list_route", "token_check", "sign_ins", "fanout", "startup", "trend_alarms")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help=f"which, of {', '.join(NAMES)}; all by default")
    parser.add_argument("--quick", action="store_true", help="fewer rounds and smaller data")
    parser.add_argument("--write", type=Path, help="page to write the table into, between its markers")
    chosen = parser.parse_args()
    lines: list[Line] = []
    for name in chosen.names or NAMES:
        print(f"running {name} ...", flush=True)
        lines += importlib.import_module(f"bench.{name}").run(quick=chosen.quick)
    measured = f"*Measured {conditions()}*\n\n{table(lines)}\n"
    print(measured)
    if chosen.write:
        rewrite(chosen.write, measured)


def rewrite(page: Path, measured: str) -> None:
    """Put the table between the page's two markers; the words around it stay."""
    before, _, rest = page.read_text(encoding="utf-8").partition("<!-- measured -->\n")
    after = rest.partition("<!-- end -->")[2]
    page.write_text(f"{before}<!-- measured -->\n{measured}<!-- end -->{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
