"""The main language of a tree: the one with the most bytes, by file extension."""

from collections import Counter
from pathlib import Path, PurePosixPath

from quarterdeck.infra.process import start
from quarterdeck.insights.sources.git.command import git
from quarterdeck.insights.sources.git.fields import fields, path_text

# Languages people program in; markup, data and prose would win most repositories.
EXTENSIONS = {
    ".py": "Python", ".pyx": "Cython", ".js": "JavaScript", ".jsx": "JavaScript", ".mjs": "JavaScript",
    ".cjs": "JavaScript", ".ts": "TypeScript", ".tsx": "TypeScript", ".vue": "Vue", ".svelte": "Svelte",
    ".java": "Java", ".kt": "Kotlin", ".kts": "Kotlin", ".scala": "Scala", ".groovy": "Groovy",
    ".clj": "Clojure", ".go": "Go", ".rs": "Rust", ".c": "C", ".h": "C", ".cc": "C++", ".cpp": "C++",
    ".cxx": "C++", ".hpp": "C++", ".hh": "C++", ".cs": "C#", ".fs": "F#", ".vb": "Visual Basic",
    ".swift": "Swift", ".m": "Objective-C", ".mm": "Objective-C", ".rb": "Ruby", ".php": "PHP",
    ".pl": "Perl", ".pm": "Perl", ".lua": "Lua", ".r": "R", ".jl": "Julia", ".hs": "Haskell",
    ".ml": "OCaml", ".ex": "Elixir", ".exs": "Elixir", ".erl": "Erlang", ".elm": "Elm", ".dart": "Dart",
    ".sh": "Shell", ".bash": "Shell", ".ps1": "PowerShell", ".sql": "SQL", ".tf": "HCL", ".zig": "Zig",
    ".nim": "Nim", ".f90": "Fortran", ".f": "Fortran", ".sol": "Solidity", ".vhd": "VHDL", ".v": "Verilog",
    ".asm": "Assembly", ".s": "Assembly", ".cu": "Cuda", ".d": "D", ".pas": "Pascal", ".tcl": "Tcl",
}  # fmt: skip
FOREIGN = frozenset({"vendor", "third_party", "node_modules", "dist", "build", "deps", "external", ".venv"})
SIZE_COLUMN = 3


def main_language(git_dir: Path, tip: str) -> str | None:
    """Name the language with the most bytes at `tip`; null when nothing there is program text."""
    weights: Counter[str] = Counter()
    with start(git(git_dir, "ls-tree", "-r", "-z", "--long", "--full-tree", tip, timeout=120)) as running:
        for entries in fields(running):
            for entry in entries:
                _weigh(entry, weights)
    # Equal weights are rare but must not depend on the order of files.
    return min(weights, key=lambda name: (-weights[name], name), default=None)


def _weigh(entry: bytes, weights: Counter[str]) -> None:
    description, _, raw_path = entry.partition(b"\t")
    path = PurePosixPath(path_text(raw_path).lower())
    language = EXTENSIONS.get(path.suffix)
    if language is None or not FOREIGN.isdisjoint(path.parts[:-1]):
        return
    size = description.split()[SIZE_COLUMN]
    weights[language] += int(size) if size.isdigit() else 0
