"""`quarterdeck oauth`, typed as an operator types it, with no server running."""

from tests.cli.conftest import CommandLine

ADD = "oauth client add GPT --redirect-uri https://chatgpt.com/aip/g-1/oauth/callback --scope projects:read --gpt"


def test_an_operator_registers_lists_and_removes_a_client(quarterdeck: CommandLine) -> None:
    made = quarterdeck.items(ADD)
    assert (made["kind"], made["pkce"], len(made["client_secret"])) == ("registered", "optional", 43)

    listed = quarterdeck.said("oauth client list")
    assert made["id"] in listed
    assert made["client_secret"] not in listed
    assert "client_secret" not in quarterdeck.items("oauth client list")[0]

    assert "is removed" in quarterdeck.said(f"oauth client remove {made['id']}", "y\n")
    assert "no such OAuth client" in quarterdeck.refused(f"oauth client remove {made['id']} --yes")


def test_the_secret_is_shown_to_eyes_on_a_line_of_its_own(quarterdeck: CommandLine) -> None:
    told, secret = quarterdeck.said(ADD).strip().splitlines()

    assert "Its client id is " in told
    assert len(secret) == 43


def test_an_address_that_is_none_is_refused(quarterdeck: CommandLine) -> None:
    add = "oauth client add GPT --redirect-uri http://example.org/x --scope projects:read"

    assert "redirect_uris" in quarterdeck.refused(add)


def test_an_operator_rotates_the_signing_keys(quarterdeck: CommandLine) -> None:
    first, second = quarterdeck.items("oauth rotate-keys"), quarterdeck.items("oauth rotate-keys")

    assert first["published"] == [first["kid"]]
    assert second["published"] == [first["kid"], second["kid"]]
    assert "signs from in ten seconds on" in quarterdeck.said("oauth rotate-keys")
