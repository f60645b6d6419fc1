from pathlib import Path

import hatch_build
import pytest


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A source tree with one web file and one file that npm wrote."""
    (tmp_path / "web" / "src").mkdir(parents=True)
    (tmp_path / "web" / "src" / "main.tsx").write_text("1")
    (tmp_path / "web" / "node_modules").mkdir()
    (tmp_path / "web" / "node_modules" / "react.js").write_text("1")
    return tmp_path


def test_the_packages_requirements_are_those_the_pins_come_from(tmp_path: Path) -> None:
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "run.in").write_text("# why\nfastapi>=0.165  # routes\n\nduckdb>=2.0,<2.1\n")

    assert hatch_build.run_requirements(tmp_path) == ["fastapi>=0.165", "duckdb>=2.0,<2.1"]


def test_the_hash_follows_names_and_contents_of_the_sources_alone(root: Path) -> None:
    web = root / "web"
    before = hatch_build.sources_hash(web)

    (web / "node_modules" / "react.js").write_text("2")
    assert hatch_build.sources_hash(web) == before
    (web / "src" / "main.tsx").write_text("2")
    edited = hatch_build.sources_hash(web)
    (web / "src" / "main.tsx").rename(web / "src" / "other.tsx")

    assert len({before, edited, hatch_build.sources_hash(web)}) == 3


def test_an_unchanged_console_is_not_built_again(root: Path) -> None:
    static = root / hatch_build.STATIC
    static.mkdir(parents=True)
    (static / hatch_build.STAMP).write_text(hatch_build.sources_hash(root / "web"))

    assert hatch_build.build_console(root) is False
