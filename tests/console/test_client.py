"""The console's own checks, and its idea of the API held against the server's."""

import json
import shutil
import subprocess
from pathlib import Path

import hatch_build
import pytest
from fastapi import FastAPI

WEB = Path(__file__).parents[2] / "web"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The console's sources, free to be written to."""
    for name in ("package.json", "tsconfig.json", "vite.config.ts", ".dependency-cruiser.mjs"):
        shutil.copy(WEB / name, tmp_path)
    for name in ("src", "scripts"):
        shutil.copytree(WEB / name, tmp_path / name)
    (tmp_path / "node_modules").symlink_to(WEB / "node_modules")
    return tmp_path


def test_the_console_fits_what_the_server_offers_now(copy: Path, app: FastAPI) -> None:
    """When this fails, take the types anew (`quarterdeck openapi | npm --prefix web run api`) and mend the calls."""
    hatch_build.npm(copy, "run", "api", stdin=json.dumps(app.openapi()))

    hatch_build.npm(copy, "run", "check")


def test_the_lock_file_names_no_registry() -> None:
    packages = json.loads((WEB / "package-lock.json").read_text("utf-8"))["packages"]

    assert not [name for name, package in packages.items() if "resolved" in package]


def test_the_consoles_types_and_logic_hold() -> None:
    hatch_build.npm(WEB, "run", "check")
    hatch_build.npm(WEB, "run", "test")


FORBIDDEN_IMPORTS = [
    ("format/numbers.ts", "../api/types", "format-knows-no-domain"),
    ("ui/badge.tsx", "../features/roles", "ui-knows-no-domain"),
    ("api/jobs.ts", "../ui/badge", "api-draws-nothing"),
    ("features/roles.ts", "../pages/home", "features-know-no-page"),
    ("pages/keys/keys.tsx", "../users/users", "pages-know-no-page"),
    ("pages/users/users.tsx", "../../shell/navigation", "pages-know-no-page"),
    ("shell/shell.tsx", "../pages/home", "shell-knows-no-page"),
    ("ui/button.tsx", "./dialog", "no-circle"),
]


def test_an_import_against_the_order_of_the_folders_is_refused(copy: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for file, imported, _ in FORBIDDEN_IMPORTS:
        path = copy / "src" / file
        path.write_text(f'import type {{}} from "{imported}";\n{path.read_text()}')

    with pytest.raises(subprocess.CalledProcessError):
        hatch_build.npm(copy, "run", "lint")

    output = capfd.readouterr().out
    assert [case for case in FORBIDDEN_IMPORTS if f"{case[2]}: src/{case[0]} →" not in output] == []
