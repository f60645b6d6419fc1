from pathlib import Path

import pytest
from fastapi import FastAPI, Request, Response
from starlette.testclient import TestClient

from quarterdeck.console import console_start, install
from quarterdeck.console.files import ConsoleFiles

PAGE = '<!doctype html><head><base href="/console/" /><title>Quarterdeck</title></head>'


@pytest.fixture
def built(tmp_path: Path) -> Path:
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text(PAGE)
    (tmp_path / "theme.js").write_text("1")
    (tmp_path / "assets" / "main-4f2a.js").write_text("2")
    return tmp_path


def browser(folder: Path, root_path: str = "") -> TestClient:
    app = FastAPI(redirect_slashes=False)
    install(app, ConsoleFiles(folder))

    @app.get("/", response_model=None)
    def service(request: Request) -> Response | dict[str, str]:
        return console_start(request) or {"service": "Quarterdeck"}

    return TestClient(app, root_path=root_path, follow_redirects=False)


@pytest.mark.parametrize("path", ["", "repositories", "repositories/0198/commits", "no/such/page"])
def test_every_address_inside_the_console_answers_with_its_page(built: Path, path: str) -> None:
    reply = browser(built).get(f"/console/{path}")

    assert (reply.status_code, reply.text) == (200, PAGE)
    assert reply.headers["cache-control"] == "no-cache"


def test_the_address_without_its_slash_leads_to_the_console(built: Path) -> None:
    assert browser(built, root_path="/deck").get("/deck/console").headers["location"] == "/deck/console/"


@pytest.mark.parametrize(("path", "caching"), [("assets/main-4f2a.js", "immutable"), ("theme.js", "no-cache")])
def test_only_names_with_a_hash_are_cached_for_ever(built: Path, path: str, caching: str) -> None:
    assert caching in browser(built).get(f"/console/{path}").headers["cache-control"]


@pytest.mark.parametrize("path", ["assets/main-0000.js", "assets/plain", "gone.css", "%2e%2e/files.py"])
def test_a_missing_file_is_not_answered_with_the_page(built: Path, path: str) -> None:
    assert browser(built).get(f"/console/{path}").status_code == 404


@pytest.mark.parametrize("path", ["", "repositories", "theme.js", "assets/main-4f2a.js"])
def test_every_answer_forbids_foreign_and_inline_code(built: Path, path: str) -> None:
    policy = browser(built).get(f"/console/{path}").headers["content-security-policy"]

    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


def test_the_page_knows_the_path_it_is_served_under(built: Path) -> None:
    assert '<base href="/deck/console/" />' in browser(built, root_path="/deck").get("/deck/console/").text


def test_large_files_travel_compressed(built: Path) -> None:
    (built / "assets" / "large-77aa.js").write_text("deck " * 1_000)

    reply = browser(built).get("/console/assets/large-77aa.js")

    assert reply.headers["content-encoding"] == "gzip"
    assert reply.text == "deck " * 1_000


def test_a_page_takes_no_posts(built: Path) -> None:
    assert browser(built).post("/console/repositories").status_code == 405


def test_a_console_that_was_not_built_says_how_to_build_it(tmp_path: Path) -> None:
    reply = browser(tmp_path).get("/console/")

    assert reply.status_code == 503
    assert "python hatch_build.py" in reply.text


@pytest.mark.parametrize("accept", ["text/html,application/xhtml+xml;q=0.9,*/*;q=0.8", "*/*, TEXT/HTML;q=0.1"])
def test_a_browser_at_the_root_is_sent_to_the_console(built: Path, accept: str) -> None:
    reply = browser(built).get("/", headers={"Accept": accept})

    assert (reply.status_code, reply.headers["location"]) == (307, "/console/")


@pytest.mark.parametrize("accept", ["*/*", "application/json", "text/*", ""])
def test_a_program_at_the_root_gets_json(built: Path, accept: str) -> None:
    assert browser(built).get("/", headers={"Accept": accept}).json() == {"service": "Quarterdeck"}
