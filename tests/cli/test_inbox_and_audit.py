"""`quarterdeck inbox`, `audit` and `events list`."""

import re
import sqlite3

from quarterdeck.infra.settings import Settings
from tests.cli.conftest import CommandLine


def test_an_operator_makes_lists_and_removes_a_source(quarterdeck: CommandLine) -> None:
    made = quarterdeck.said("inbox source add github Acme")
    secret = re.search(r"whsec_\S+", made)
    assert secret is not None
    assert re.search(r"/webhooks/[0-9a-f-]{36}\s", made)

    (source,) = quarterdeck.items("inbox source list")
    assert (source["name"], source["kind"]) == ("Acme", "github")
    assert secret[0] not in quarterdeck.said("inbox source list")
    rotated = quarterdeck.said(f"inbox source rotate-secret {source['id']} --keep-old-hours 0")
    assert secret[0] not in rotated
    assert "whsec_" in rotated
    assert quarterdeck.items("inbox list") == []
    assert "is removed" in quarterdeck.said(f"inbox source remove {source['id']} --yes")
    assert quarterdeck.items("inbox source list") == []


def test_a_secret_that_the_sender_chose_is_asked_for(quarterdeck: CommandLine) -> None:
    made = quarterdeck.said("inbox source add sentry Errors --secret", typed="chosen-by-sentry-itself\n")

    assert "chosen-by-sentry-itself" in made


def test_what_is_not_there_is_said(quarterdeck: CommandLine) -> None:
    nobody = "01a2006c-cd7f-7579-940e-f29154f4d890"

    assert quarterdeck.refused(f"inbox source remove {nobody} --yes") == "There is no such source"
    assert quarterdeck.refused(f"inbox reprocess {nobody}") == "There is no such delivery"
    assert quarterdeck("inbox source add bitbucket Acme").exit_code == 2


def test_the_audit_log_is_listed_and_checked(quarterdeck: CommandLine, settings: Settings) -> None:
    quarterdeck.said("user add ada@example.org")

    assert "user.create" in quarterdeck.said("audit list --limit 5")
    (made,) = quarterdeck.items("audit list --action user.create --actor admin@example.org")
    assert made["object_type"] == "user"
    assert "rows fit" in quarterdeck.said("audit verify")
    with sqlite3.connect(settings.server.data_dir / "quarterdeck.db") as database:
        database.execute("update audit_events set action = 'nothing' where seq = 2")
    assert quarterdeck.refused("audit verify").startswith("The audit log was changed: row 2 ")


def test_events_are_listed(quarterdeck: CommandLine) -> None:
    quarterdeck.said("user add ada@example.org")

    (told,) = quarterdeck.items("events list --types user.created")
    assert told["data"] == {"role": "user"}
    assert "user.created" in quarterdeck.said("events list")
    assert quarterdeck.items(f"events list --after {told['seq']}") == []


def test_events_are_followed_on_a_running_server_only(quarterdeck: CommandLine) -> None:
    assert quarterdeck.refused("events tail") == "No server runs now"


def test_a_text_of_others_commands_no_terminal(quarterdeck: CommandLine) -> None:
    quarterdeck.said("inbox source add generic [red]\x1b[2J")

    listed = quarterdeck.said("inbox source list")
    assert "\x1b" not in listed
    assert "[red]" in listed
