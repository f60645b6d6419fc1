"""`quarterdeck member`, `invite` and `session`."""

import re

from tests.cli.conftest import CommandLine


def test_an_operator_adds_changes_and_removes_a_member(quarterdeck: CommandLine) -> None:
    quarterdeck.said("user add ada@example.org")

    assert "ada@example.org is now viewer" in quarterdeck.said("member add ada@example.org --role viewer")
    assert "ada@example.org is now member" in quarterdeck.said("member change ada@example.org --role member")
    assert "ada@example.org" in quarterdeck.said("member list")
    assert [member["role"] for member in quarterdeck.items("member list")] == ["owner", "member"]
    assert "no longer a member" in quarterdeck.said("member remove ada@example.org")
    assert len(quarterdeck.items("member list")) == 1


def test_an_operator_invites_and_withdraws(quarterdeck: CommandLine) -> None:
    made = quarterdeck.said("invite create Ada@Example.org --role viewer")
    assert re.search(r"/console/invitation#token=qdi_[\w-]{43}\s", made)

    assert [(each["email"], each["role"]) for each in quarterdeck.items("invite list")] == [
        ("ada@example.org", "viewer")
    ]
    assert "ada@example.org" in quarterdeck.said("invite list")
    assert "no longer invited" in quarterdeck.said("invite revoke ada@example.org")
    assert quarterdeck.items("invite list") == []
    assert quarterdeck.refused("invite revoke ada@example.org") == "Nobody is invited under this address"


def test_an_organization_that_is_not_there_is_said(quarterdeck: CommandLine) -> None:
    assert quarterdeck.refused("member list --organization Nobody") == "There is no such organization"
    assert quarterdeck.refused("member add nobody@example.org") == "There is no such user"
    assert quarterdeck.refused("session list nobody@example.org") == "Nobody has this e-mail address"


def test_an_account_without_sessions_has_none_to_end(quarterdeck: CommandLine) -> None:
    assert quarterdeck.items("session list admin@example.org") == []
    assert "Sessions ended: 0" in quarterdeck.said("session end admin@example.org")
