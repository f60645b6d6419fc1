import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import APIRequestContext, Page, Route, expect

from tests.console.conftest import NewPage
from tests.console.deck import PASSWORD, Deck, add_and_read
from tests.insights.golden import ANN, COMMITS, build


@pytest.fixture(scope="module")
def known(signed_in: APIRequestContext, deck: Deck, golden: Path) -> Path:
    """A repository that was added and read."""
    add_and_read(deck, signed_in, golden)
    return golden


@pytest.fixture
def unread(deck: Deck, tmp_path: Path) -> Path:
    """A repository that nobody has added yet."""
    path = deck.repositories / tmp_path.name
    build(path)
    return path


def add(page: Page, place: Path | str) -> None:
    page.get_by_label("Folder on the server").fill(str(place))
    page.get_by_role("button", name="Add repository").last.click()


def test_a_first_repository_is_read_before_ones_eyes_and_leads_to_its_numbers(
    page: Page, deck: Deck, unread: Path
) -> None:
    page.goto(f"{deck.console}/welcome")

    add(page, unread)

    expect(
        page.get_by_role("heading", name=f"Reading {unread.name}").or_(page.get_by_text("Read just now"))
    ).to_be_visible()
    page.get_by_role("link", name="See its delivery numbers").click()
    expect(page.get_by_role("heading", name="Delivery", level=1)).to_be_focused()
    assert re.search(r"/console/delivery\?repository=[0-9a-f-]{36}$", page.url)


def test_while_a_first_repository_is_read_its_job_is_followed_and_no_statistics_are_asked_for(
    page: Page, deck: Deck, unread: Path
) -> None:
    asked: list[str] = []
    page.goto(f"{deck.console}/welcome")
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))

    add(page, unread)
    expect(page.get_by_text("Read just now")).to_be_visible()

    assert [path for path in asked if re.search(r"/api/v1/jobs/[0-9a-f-]{36}$", path)]
    assert not [path for path in asked if re.search(r"/analytics/|/repositories/[0-9a-f-]{36}$", path)]


def test_a_repository_that_is_read_again_shows_what_was_found(
    page: Page, deck: Deck, signed_in: APIRequestContext, tmp_path: Path
) -> None:
    path = deck.repositories / tmp_path.name
    golden = build(path)
    repository = add_and_read(deck, signed_in, path)
    page.goto(f"{deck.console}/repositories/{repository}")
    rows = page.get_by_role("table", name="Commits").get_by_role("row")
    expect(rows).to_have_count(1 + COMMITS)
    objects, tip = golden.objects, golden.shas["c14"]
    later = objects.commit("Later\n", {b"a.py": b"1\n"}, [tip], author=ANN.at(91), committer=ANN.at(91))
    objects.ref("refs/heads/main", later)

    page.get_by_role("button", name="Sync now").click()

    expect(rows).to_have_count(1 + COMMITS + 1)
    expect(page.get_by_role("button", name="Sync now")).to_be_visible()


def test_a_long_reading_shows_how_far_it_is(page: Page, deck: Deck, known: Path) -> None:
    """The golden repository is read in no time, so the answer is held at a moment of a longer reading."""
    running = {"state": "running", "phase": "lines", "done": 31_329, "total": 62_658, "message": "Counting lines"}

    def at_half(route: Route) -> None:
        answer = route.fetch()
        body = answer.json()
        for repository in body["items"]:
            repository["sync"] |= running
        route.fulfill(response=answer, json=body)

    page.route(re.compile(r"/api/v1/repositories\?"), at_half)
    page.goto(f"{deck.console}/repositories")

    bar = page.get_by_role("progressbar", name="Counting lines").first
    expect(bar).to_have_attribute("aria-valuenow", "31329")
    expect(page.get_by_text("31,329 of 62,658").first).to_be_visible()


def test_a_folder_that_is_no_repository_is_refused_in_words_and_can_be_corrected(
    page: Page, deck: Deck, unread: Path
) -> None:
    (deck.repositories / "empty").mkdir(exist_ok=True)
    page.goto(f"{deck.console}/repositories")
    page.get_by_role("button", name="Add repository").click()

    add(page, deck.repositories / "empty")
    expect(page.get_by_role("alert")).to_contain_text("Request")
    add(page, unread)

    expect(page.get_by_role("dialog")).to_have_count(0)


def test_who_may_only_read_is_offered_no_changes(
    new_page: NewPage, signed_in: APIRequestContext, deck: Deck, known: Path
) -> None:
    reader = {"email": "reader@example.org", "name": "Rea Der", "role": "readonly", "password": PASSWORD}
    made = signed_in.post(f"{deck.url}/api/v1/users", data=reader).json()
    (organization,) = signed_in.get(f"{deck.url}/api/v1/organizations").json()["items"]
    members = f"{deck.url}/api/v1/organizations/{organization['id']}/members"
    assert signed_in.post(members, data={"user_id": made["id"], "role": "viewer"}).ok
    page = new_page()
    page.context.request.post(
        f"{deck.url}/api/v1/auth/login", data={"username": reader["email"], "password": PASSWORD, "cookies": True}
    )

    page.goto(f"{deck.console}/repositories")
    page.get_by_role("link", name=known.name, exact=True).click()

    expect(page.get_by_role("table", name="Commits")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("Sync|Add|Remove"))).to_have_count(0)


def test_a_repository_shows_its_history(page: Page, deck: Deck, known: Path) -> None:
    page.goto(f"{deck.console}/repositories")
    page.get_by_role("link", name=known.name, exact=True).click()

    expect(page.get_by_role("heading", name=known.name, level=1)).to_be_visible()
    commits = page.get_by_role("table", name="Commits").get_by_role("row")
    expect(commits).to_have_count(1 + COMMITS)
    page.get_by_role("tab", name="Pull requests").click()
    expect(page.get_by_role("table", name="Pull requests")).to_contain_text("#2")
    assert "show=pull-requests" in page.url
    page.reload()
    expect(page.get_by_role("table", name="Pull requests")).to_be_visible()
