"""The parts of a server, and what routes ask of them by name."""

import ast
import asyncio
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import pytest
from sqlalchemy import text

import quarterdeck
from quarterdeck.identity.api import Identity
from quarterdeck.identity.oauth_server.server import OAuthServer
from quarterdeck.infra.database import Database
from quarterdeck.infra.settings import Settings
from quarterdeck.infra.web.deps import Part
from quarterdeck.server.parts import CoreParts, Parts, open_core, open_parts
from tests.identity.decks import no_facts

SOURCE = Path(quarterdeck.__file__).parent
TYPES = (
    get_type_hints(Parts)
    | {f"identity.{name}": kind for name, kind in get_type_hints(Identity).items()}
    | {f"identity.oauth.{name}": kind for name, kind in get_type_hints(OAuthServer).items()}
)


def aliases() -> Iterator[tuple[str, Any, str]]:
    """Every `X = Annotated[T, Depends(part("name"))]` of the source: where it stands, T, and the name."""
    for path in sorted(SOURCE.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if "part(" in text:
            module = ".".join(("quarterdeck", *path.relative_to(SOURCE).with_suffix("").parts))
            for name, value in vars(import_module(module)).items():
                for wanted in parts_in(value):
                    yield f"{module}.{name}", get_args(value)[0], wanted


def parts_in(value: Any) -> list[str]:
    if get_origin(value) is not Annotated:
        return []
    found = [getattr(each, "dependency", None) for each in get_args(value)[1:]]
    return [each.name for each in found if isinstance(each, Part)]


def calls_of_part() -> Iterator[tuple[str, str]]:
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Name("part"), args=[ast.Constant(str(name))]):
                    yield path.name, name


def test_every_part_that_is_asked_for_is_one_of_that_type() -> None:
    asked = list(aliases())

    assert {where: TYPES.get(name) for where, _, name in asked} == {where: kind for where, kind, _ in asked}
    assert {name for _, _, name in asked} == {name for _, name in calls_of_part()}  # none is asked for in another way
    assert "database" in {name for _, _, name in asked}


async def test_an_override_is_used_and_not_closed(settings: Settings, database: Database) -> None:
    async with open_parts(settings, database=database, facts=no_facts()) as parts:
        assert parts.database is database
        assert parts.live.database is database

    async with database.reading() as session:
        assert await session.rows(text("SELECT 1"))


async def test_what_is_no_part_cannot_be_given(settings: Settings) -> None:
    with pytest.raises(TypeError, match="databse"):
        async with open_parts(settings, databse=None):
            pass


async def test_jobs_need_no_live_hub_and_no_mcp(settings: Settings) -> None:
    async with open_core(settings, facts=no_facts()) as parts:
        assert type(parts) is CoreParts
        assert not hasattr(parts, "live")
        assert not hasattr(parts, "mcp")


async def test_opening_starts_nothing(settings: Settings) -> None:
    before = asyncio.all_tasks()
    async with open_parts(settings, facts=no_facts()):
        assert {task.get_name() for task in asyncio.all_tasks() - before} == set()
