"""Settings of sign-in through providers: half a set-up stops the start, and says so without the secret."""

import json
from pathlib import Path

import pytest

from quarterdeck.infra.settings import BadSettings, Settings, load_settings

CORP = {"issuer": "https://login.example.org/realms/corp", "client_id": "deck", "client_secret": "hush-hush-hush"}


def load(monkeypatch: pytest.MonkeyPatch, folder: Path, **values: str) -> Settings:
    monkeypatch.setenv("DATA_DIR", str(folder / "data"))
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    return load_settings(None)


def refused(monkeypatch: pytest.MonkeyPatch, folder: Path, **values: str) -> str:
    with pytest.raises(BadSettings) as error:
        load(monkeypatch, folder, **values)
    return str(error.value)


def test_an_issuer_needs_three_lines(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    found = load(monkeypatch, tmp_path, OIDC_PROVIDERS=json.dumps({"corp": CORP})).providers.oidc_providers["corp"]

    assert (found.issuer, found.client_id) == (CORP["issuer"], CORP["client_id"])
    assert found.scopes == ("openid", "email", "profile")


@pytest.mark.parametrize(
    ("scopes", "read"), [("email groups", ("openid", "email", "groups")), (["openid", "email"], ("openid", "email"))]
)
def test_scopes_are_a_list_or_words_and_hold_openid(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, scopes: object, read: tuple[str, ...]
) -> None:
    settings = load(monkeypatch, tmp_path, OIDC_PROVIDERS=json.dumps({"corp": {**CORP, "scopes": scopes}}))

    assert settings.providers.oidc_providers["corp"].scopes == read


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ("hush-hush-hush", "OIDC_PROVIDERS"),
        ("[]", "OIDC_PROVIDERS"),
        ('{"corp": "hush-hush-hush"}', "OIDC_PROVIDERS.corp"),
        (json.dumps({"corp": {**CORP, "client_secret": None}}), "OIDC_PROVIDERS.corp.client_secret"),
        (json.dumps({"corp": {**CORP, "client_secret": ""}}), "OIDC_PROVIDERS.corp.client_secret"),
        (json.dumps({"corp": {**CORP, "issuer": ""}}), "OIDC_PROVIDERS.corp.issuer"),
        (json.dumps({"corp": {**CORP, "issuer": "ftp://example.org"}}), "OIDC_PROVIDERS.corp.issuer"),
        (
            json.dumps({"corp": {**CORP, "issuer": "https://u:hush-hush-hush@example.org"}}),
            "OIDC_PROVIDERS.corp.issuer",
        ),
        (json.dumps({"corp": {**CORP, "issuer": "https://example.org/?x=1"}}), "OIDC_PROVIDERS.corp.issuer"),
        (json.dumps({"corp": {**CORP, "surprise": 1}}), "OIDC_PROVIDERS.corp.surprise"),
        (json.dumps({"google": CORP}), "OIDC_PROVIDERS.google"),
        (json.dumps({"Corp!": CORP}), "OIDC_PROVIDERS.Corp!"),
    ],
)
def test_an_ill_formed_issuer_is_named_and_its_secret_not_repeated(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, given: str, named: str
) -> None:
    said = refused(monkeypatch, tmp_path, OIDC_PROVIDERS=given)

    assert said.startswith(f"{named}: ")
    assert "hush" not in said


@pytest.mark.parametrize("name", ["GOOGLE", "GITHUB"])
def test_both_halves_of_the_credentials_are_needed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str) -> None:
    assert f"{name}_CLIENT_ID" in refused(monkeypatch, tmp_path, **{f"{name}_CLIENT_ID": "deck"})
    assert load(monkeypatch, tmp_path, **{f"{name}_CLIENT_SECRET": "hush-hush-hush"}).providers is not None


def test_in_production_a_provider_needs_an_address_to_come_back_to(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    values = {"ENVIRONMENT": "production", "OIDC_PROVIDERS": json.dumps({"corp": CORP})}

    assert "BASE_URL" in refused(monkeypatch, tmp_path, **values)
    assert load(monkeypatch, tmp_path, BASE_URL="https://deck.example.org", **values).served_over_tls


def test_client_secrets_do_not_show_themselves_and_the_log_masks_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    settings = load(monkeypatch, tmp_path, OIDC_PROVIDERS=json.dumps({"corp": CORP}))

    assert "hush" not in repr(settings)
    assert "hush-hush-hush" in settings.secret_values()
