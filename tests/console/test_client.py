"""The console's own checks, and its idea of the API held against the server's."""

import json
from pathlib import Path
from typing import Any

import hatch_build
import pytest
from fastapi import FastAPI

ROOT = Path(__file__).parents[2]
WEB = ROOT / "web"
REMEDY = "run `quarterdeck openapi | npm --prefix web run api`"


@pytest.fixture
def known() -> dict[str, Any]:
    """The part of the API that the console was built against."""
    document: dict[str, Any] = json.loads((WEB / "openapi.json").read_text("utf-8"))
    return document


def test_what_the_console_calls_is_what_the_server_offers(known: dict[str, Any], app: FastAPI) -> None:
    offered = app.openapi()

    for path, operations in known["paths"].items():
        assert offered["paths"].get(path) == operations, f"{path} has changed: {REMEDY}"
    for name, schema in known["components"]["schemas"].items():
        assert offered["components"]["schemas"].get(name) == schema, f"{name} has changed: {REMEDY}"


def test_the_lock_file_names_no_registry() -> None:
    packages = json.loads((WEB / "package-lock.json").read_text("utf-8"))["packages"]

    assert not [name for name, package in packages.items() if "resolved" in package]


def test_the_consoles_types_and_logic_hold() -> None:
    hatch_build.npm(WEB, "run", "check")
    hatch_build.npm(WEB, "run", "test")
