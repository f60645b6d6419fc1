"""Outgoing webhooks, told to a receiver that really listens."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.console.deck import EMAIL, PASSWORD, Deck, running_deck


class Receiver(ThreadingHTTPServer):
    """Keeps what is posted, and answers with `status`."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.status = 204
        self.told: list[str] = []

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.server_port}"


class _Answer(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.told.append(body["type"])
        self.send_response(self.server.status)
        said = b"" if self.server.status == 204 else b"the hold is full"
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_: object) -> None:
        """Stay quiet."""


@contextmanager
def listening() -> Iterator[Receiver]:
    with Receiver() as receiver:
        Thread(target=receiver.serve_forever, daemon=True).start()
        yield receiver
        receiver.shutdown()


@pytest.fixture(scope="module")
def receiver() -> Iterator[Receiver]:
    with listening() as started:
        yield started


@pytest.fixture(scope="module")
def port(receiver: Receiver, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deck]:
    """A deck that may call the receiver, though it is on a private address."""
    folder = tmp_path_factory.mktemp("port")
    with running_deck(folder, ADMIN_PASSWORD=PASSWORD, WEBHOOK_PRIVATE_HOSTS=receiver.place) as running:
        yield running


@pytest.fixture
def webhooks(browser: Browser, port: Deck, receiver: Receiver) -> Iterator[Page]:
    receiver.status = 204
    context = browser.new_context()
    page = context.new_page()
    answer = context.request.post(
        f"{port.url}/api/v1/auth/login", data={"username": EMAIL, "password": PASSWORD, "cookies": True}
    )
    assert answer.ok, answer.text()
    page.goto(f"{port.console}/webhooks")
    yield page
    context.close()


def add_webhook(webhooks: Page, receiver: Receiver, path: str) -> str:
    """Add a webhook for what happens to teams; returns the secret, which is shown this once, on the webhook's page."""
    webhooks.get_by_role("button", name="Add a webhook").click()
    webhooks.get_by_label("Address").fill(f"http://{receiver.place}/{path}")
    webhooks.get_by_role("group", name="Teams").get_by_role("checkbox", name="Teams").press("Space")
    webhooks.get_by_role("button", name="Add the webhook").click()
    shown = webhooks.get_by_role("dialog", name="Signing secret")
    secret = shown.get_by_text(re.compile("^whsec_")).inner_text()
    shown.get_by_role("button", name="I have kept it").click()
    webhooks.get_by_role("link", name=f"http://{receiver.place}/{path}").click()
    expect(webhooks.get_by_role("heading", name=receiver.place, level=1)).to_be_visible()
    return secret


def make_team(webhooks: Page, port: Deck, name: str) -> None:
    request = webhooks.context.request
    organization = request.get(f"{port.url}/api/v1/organizations").json()["items"][0]["id"]
    answer = request.post(f"{port.url}/api/v1/teams", data={"organization_id": organization, "name": name})
    assert answer.status == 201, answer.text()


def test_what_was_chosen_is_told_and_stands_among_the_deliveries(
    webhooks: Page, port: Deck, receiver: Receiver
) -> None:
    add_webhook(webhooks, receiver, "teams")
    make_team(webhooks, port, "anchor watch")

    webhooks.get_by_role("button", name="Send a test event").click()
    deliveries = webhooks.get_by_role("table", name="Deliveries")
    expect(deliveries.get_by_role("row").filter(has_text="webhook.test")).to_contain_text("Delivered")
    expect(deliveries.get_by_role("row").filter(has_text="team.created")).to_contain_text("204")
    assert {"webhook.test", "team.created"} <= set(receiver.told)


def test_a_refused_delivery_shows_the_answer_and_is_delivered_again(webhooks: Page, receiver: Receiver) -> None:
    add_webhook(webhooks, receiver, "full")
    receiver.status = 500
    webhooks.get_by_role("button", name="Send a test event").click()
    row = webhooks.get_by_role("table", name="Deliveries").get_by_role("row").filter(has_text="webhook.test")
    expect(row).to_contain_text("Failed")

    receiver.status = 204
    row.get_by_role("button", name="Details of webhook.test").click()
    drawer = webhooks.get_by_role("dialog", name="webhook.test")
    expect(drawer).to_contain_text("the hold is full")
    expect(drawer).to_contain_text("Status 500")
    drawer.get_by_role("button", name="Deliver again").click()

    expect(row.filter(has_text="Delivered").first).to_be_visible()


def test_a_webhook_is_edited_disabled_given_another_secret_and_deleted(
    webhooks: Page, port: Deck, receiver: Receiver
) -> None:
    first = add_webhook(webhooks, receiver, "old")
    webhooks.get_by_role("button", name="Edit").click()
    webhooks.get_by_label("What it is for").fill("Tells the crew")
    webhooks.get_by_role("checkbox", name="Everything").press("Space")
    webhooks.get_by_role("button", name="Save changes").click()
    expect(webhooks.get_by_text("Tells the crew")).to_be_visible()
    expect(webhooks.get_by_role("main")).to_contain_text("Everything")

    webhooks.get_by_role("button", name="Disable").click()
    expect(webhooks.get_by_role("button", name="Enable")).to_be_visible()
    webhooks.get_by_role("button", name="Rotate the secret").click()
    webhooks.get_by_role("dialog").get_by_role("button", name="Rotate the secret").click()
    shown = webhooks.get_by_role("dialog", name="Signing secret")
    assert shown.get_by_text(re.compile("^whsec_")).inner_text() != first
    shown.get_by_role("button", name="I have kept it").click()

    webhooks.get_by_role("button", name="Delete", exact=True).click()
    webhooks.get_by_role("button", name="Delete the webhook").click()
    expect(webhooks.get_by_role("heading", name="Webhooks", level=1)).to_be_visible()
    expect(webhooks.get_by_role("link", name=f"http://{receiver.place}/old")).to_have_count(0)


def test_an_address_that_may_not_be_called_is_refused_beside_its_field(webhooks: Page) -> None:
    webhooks.get_by_role("button", name="Add a webhook").click()
    webhooks.get_by_label("Address").fill("http://127.0.0.1:9/")
    webhooks.get_by_role("checkbox", name="Everything").press("Space")
    webhooks.get_by_role("button", name="Add the webhook").click()

    expect(webhooks.get_by_role("dialog").get_by_role("alert")).to_be_visible()
    expect(webhooks.get_by_label("Address")).to_have_value("http://127.0.0.1:9/")
