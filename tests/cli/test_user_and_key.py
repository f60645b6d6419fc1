"""`quarterdeck user` and `quarterdeck key`, typed as an operator types them, with no server running."""

import re

import pytest

from tests.cli.conftest import CommandLine


def test_an_operator_makes_lists_changes_and_removes_an_account(quarterdeck: CommandLine) -> None:
    made = quarterdeck("user add Ada@Example.org --role readonly")
    assert made.exit_code == 0, made.output
    assert "ada@example.org has an account as readonly" in made.output
    assert re.search(r"/console/sign-in#token=[\w-]{43}\s", made.output)

    assert "ada@example.org is changed" in quarterdeck("user change ada@example.org --role user --name Ada").output
    assert "ada@example.org is disabled" in quarterdeck("user disable ada@example.org").output
    listed = next(line for line in quarterdeck("user list").output.splitlines() if "ada@" in line)
    assert all(word in listed for word in ("Ada", "user", "disabled"))
    assert quarterdeck.items("user list")[1]["disabled_at"] is not None
    assert "is enabled" in quarterdeck("user enable ada@example.org").output
    assert "is removed" in quarterdeck("user remove ada@example.org --yes").output
    assert "ada@example.org" not in quarterdeck("user list").output


def test_an_operator_makes_rotates_and_revokes_a_key(quarterdeck: CommandLine) -> None:
    quarterdeck("user add robot@example.org --role agent")
    made = quarterdeck("key add CI --scope issues:write --user robot@example.org")
    first = re.search(r"qd_\w+", made.output)
    assert first is not None, made.output

    listed = quarterdeck("key list --user robot@example.org").output
    key_id = re.search(r"[0-9a-f-]{36}", listed)
    assert key_id is not None
    assert "issues:write" in listed
    assert first[0] not in listed
    rotated = re.search(r"qd_\w+", quarterdeck(f"key rotate {key_id[0]}").output)
    assert rotated is not None
    assert rotated[0] != first[0]
    assert "is revoked" in quarterdeck(f"key revoke {key_id[0]}").output
    assert key_id[0] not in quarterdeck("key list --user robot@example.org").output


def test_a_change_of_nothing_is_said(quarterdeck: CommandLine) -> None:
    assert quarterdeck("user change admin@example.org").exit_code == 2


def test_a_removal_asks_first(quarterdeck: CommandLine) -> None:
    quarterdeck.said("user add ada@example.org")

    assert quarterdeck("user remove ada@example.org", typed="n\n").exit_code == 1
    assert len(quarterdeck.items("user list")) == 2
    assert "is removed" in quarterdeck.said("user remove ada@example.org", typed="y\n")


def test_what_removing_was_called_at_first_is_hidden_and_still_works(quarterdeck: CommandLine) -> None:
    commands = re.findall(r"^\W+([a-z-]+) ", quarterdeck("user --help").output, re.MULTILINE)
    assert "remove" in commands
    assert "delete" not in commands

    quarterdeck.said("user add ada@example.org")
    assert "is removed" in quarterdeck.said("user delete ada@example.org --yes")


def test_a_link_without_an_address_is_the_first_administrators(quarterdeck: CommandLine) -> None:
    assert "/console/sign-in#token=" in quarterdeck("user sign-in-link").output


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("user disable nobody@example.org", "Nobody has this e-mail address"),
        ("user disable admin@example.org", "last active administrator"),
        ("user add no-address", "not an e-mail address"),
        ("key add CI --scope everything", "Input should be"),
    ],
)
def test_a_refusal_is_one_sentence(quarterdeck: CommandLine, line: str, said: str) -> None:
    refused = quarterdeck(line)

    assert refused.exit_code == 1
    assert said in str(refused.exception)
