"""The map and the glossary name places that exist."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "quarterdeck"
PAGES = ("architecture.md", "glossary.md")
DOTTED = re.compile(r"`((?:kit|infra|identity|events|actions|insights|console|cli|server)(?:\.[a-z_]+)+)`")


def exists(dotted: str) -> bool:
    """Whether there is such a folder or file, or a name of that kind in the file before the last dot."""
    place = PACKAGE.joinpath(*dotted.split("."))
    if place.is_dir() or place.with_suffix(".py").is_file():
        return True
    file = place.parent.with_suffix(".py")
    return (
        file.is_file()
        and re.search(rf"^(async )?(def|class) {place.name}\b", file.read_text(), re.MULTILINE) is not None
    )


@pytest.mark.parametrize("page", PAGES)
def test_every_place_that_the_page_names_exists(page: str) -> None:
    named = DOTTED.findall((ROOT / "docs" / page).read_text(encoding="utf-8"))

    assert named
    assert [each for each in named if not exists(each)] == []


def test_a_place_that_is_not_there_is_seen() -> None:
    assert exists("identity.web")
    assert exists("identity.authentication.requirements.requires")
    assert not exists("server.edge")
    assert not exists("identity.web.opening")
