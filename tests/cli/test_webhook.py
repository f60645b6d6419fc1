"""`quarterdeck webhook`."""

import re
import sqlite3

from quarterdeck.infra.settings import Settings
from tests.cli.conftest import CommandLine

NOBODY = "01a2006c-cd7f-7579-940e-f29154f4d890"


def test_an_operator_makes_lists_tests_and_removes_a_webhook(quarterdeck: CommandLine, settings: Settings) -> None:
    made = quarterdeck.said("webhook add https://hooks.example.org/deck --event repository.* --event member.added")
    secret = re.search(r"whsec_\S+", made)
    assert secret is not None

    (webhook,) = quarterdeck.items("webhook list")
    assert webhook["event_types"] == ["member.added", "repository.*"]
    listed = quarterdeck.said("webhook list")
    assert "https://hooks.example.org/deck" in listed
    assert secret[0] not in listed
    assert "on its way" in quarterdeck.said(f"webhook test {webhook['id']}")
    (delivery,) = quarterdeck.items(f"webhook deliveries {webhook['id']}")
    assert delivery["id"] in quarterdeck.said(f"webhook deliveries {webhook['id']} --limit 5")
    waiting = f"webhook redeliver {webhook['id']} {delivery['id']}"
    assert quarterdeck.refused(waiting) == "The delivery is on its way already"
    with sqlite3.connect(settings.server.data_dir / "quarterdeck.db") as database:
        database.execute(
            "update webhook_deliveries set state = 'failed', finished_at = created_at, next_attempt_at = null"
        )
    assert "sent again" in quarterdeck.said(waiting)
    rotated = re.search(r"whsec_\S+", quarterdeck.said(f"webhook rotate-secret {webhook['id']} --keep-old-hours 0"))
    assert rotated is not None
    assert rotated[0] != secret[0]
    assert "is removed" in quarterdeck.said(f"webhook remove {webhook['id']} --yes")
    assert quarterdeck.items("webhook list") == []


def test_an_address_that_is_not_to_be_reached_is_refused(quarterdeck: CommandLine) -> None:
    refused = quarterdeck.refused("webhook add http://127.0.0.1/x --event *")

    assert refused
    assert quarterdeck.items("webhook list") == []


def test_a_webhook_that_is_not_there_is_said(quarterdeck: CommandLine) -> None:
    assert quarterdeck.refused(f"webhook remove {NOBODY} --yes") == "There is no such webhook"
    assert quarterdeck.refused(f"webhook test {NOBODY}") == "There is no such webhook"
