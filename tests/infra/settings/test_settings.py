"""Settings: each one documented, and nothing unsafe or unknown starts a server."""

import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from quarterdeck.infra.settings import BadSettings, Settings, load_settings
from quarterdeck.infra.settings.group import SettingsGroup
from quarterdeck.infra.settings.load import GROUPS, with_kept_secrets

STRONG = "q8Zt3vLx9RmK2wYc7NpB5sHd4JfG6aVu"
OTHER = "M1nC4xZ7lK9jH2gF5dS8aP0oI3uY6tRe"
PRODUCTION = {"ENVIRONMENT": "production", "SECRET_KEY": STRONG, "JWT_SECRET_KEY": OTHER}


def load(monkeypatch: pytest.MonkeyPatch, folder: Path, **values: str) -> Settings:
    monkeypatch.setenv("DATA_DIR", str(folder / "data"))
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    return load_settings(None)


def refused(monkeypatch: pytest.MonkeyPatch, folder: Path, **values: str) -> str:
    with pytest.raises(BadSettings) as error:
        load(monkeypatch, folder, **values)
    return str(error.value)


@pytest.mark.parametrize("group", GROUPS.values(), ids=GROUPS)
def test_every_setting_has_a_sentence_and_a_default(group: type[SettingsGroup]) -> None:
    for name, field in group.model_fields.items():
        assert field.description, name
        assert field.description.endswith("."), name
        assert not field.is_required(), name


def test_without_any_setting_the_embedded_server_is_complete(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    settings = load(monkeypatch, tmp_path)

    assert settings.database_url == f"sqlite:///{tmp_path}/data/quarterdeck.db"
    assert (settings.facts_url, settings.facts_path) == ("", tmp_path / "data" / "facts.duckdb")
    assert (settings.server.host, settings.server.port, settings.server.cors_origins) == ("127.0.0.1", 8000, ())
    assert not settings.served_over_tls


def test_the_environment_and_the_file_are_read_and_the_environment_wins(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / ".env"
    file.write_text(f"PORT=1234\nLOG_LEVEL=DEBUG\nDATA_DIR={tmp_path}/from-file\n# a comment\nREDIS_URL=\n")
    monkeypatch.setenv("PORT", "4321")

    settings = load_settings(file)

    assert (settings.server.port, settings.server.log_level) == (4321, "DEBUG")
    assert settings.server.data_dir == tmp_path / "from-file"


@pytest.mark.parametrize("written", ["a.example,b.example", '["a.example", "b.example"]', " a.example , b.example ,"])
def test_lists_are_written_with_commas_or_as_json(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, written: str
) -> None:
    settings = load(monkeypatch, tmp_path, USER_WHITELIST=written)

    assert settings.security.user_whitelist == ("a.example", "b.example")


def test_postgres_has_two_names_and_many_spellings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("DATABASE_URL", "POSTGRES_URL"):
        for spelling in ("postgres://", "postgresql://", "postgresql+asyncpg://"):
            with monkeypatch.context() as only_here:
                settings = load(only_here, tmp_path, **{name: f"{spelling}ada@db/deck"})
                assert settings.database_url == "postgresql+asyncpg://ada@db/deck"
                assert settings.facts_url == "postgresql://ada@db/deck"


def test_a_name_that_is_no_setting_stops_the_start(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("PROT=8000\nSECRETKEY=hunter2\n")

    with pytest.raises(BadSettings) as error:
        load_settings(file)

    assert "PROT: there is no such setting" in str(error.value)
    assert "SECRETKEY" in str(error.value)
    assert "hunter2" not in str(error.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "hunter2"),
        ("PORT", "65536"),
        ("WORKERS", "0"),
        ("DEBUG", "hunter2"),
        ("ENVIRONMENT", "hunter2"),
        ("BASE_PATH", "hunter2"),
        ("BASE_PATH", "/hunter2/"),
        ("LOG_LEVEL", "hunter2"),
        ("DATABASE_TIMEOUT", "nan"),
        ("DUCKDB_MEMORY", "hunter2"),
        ("RATE_LIMIT_PROFILE", "hunter2"),
        ("METRICS_NETWORKS", "10.0.0.0/8,hunter2"),
        ("CORS_ORIGINS", "hunter2"),
        ("CORS_ORIGINS", "https://hunter2.example/path"),
        ("CORS_ORIGINS", "null"),
        ("DATABASE_URL", "mysql://ada:hunter2@db/deck"),
    ],
)
def test_an_ill_formed_value_is_named_and_not_repeated(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, value: str
) -> None:
    said = refused(monkeypatch, tmp_path, **{name: value})

    assert said.startswith(f"{name}: ")
    assert "hunter2" not in said


def test_all_that_is_wrong_is_said_at_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    said = refused(monkeypatch, tmp_path, PORT="x", JOB_CONCURRENCY="0")

    assert "PORT: " in said
    assert "JOB_CONCURRENCY: " in said


def test_production_starts_with_strong_secrets_or_with_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert load(monkeypatch, tmp_path, **PRODUCTION).security.secret_key.get_secret_value() == STRONG

    for name in ("SECRET_KEY", "JWT_SECRET_KEY"):
        monkeypatch.delenv(name)
    kept = load(monkeypatch, tmp_path, ENVIRONMENT="production").security
    assert len(kept.secret_key.get_secret_value()) >= 32
    assert kept.secret_key != kept.jwt_secret_key


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"JWT_SECRET_KEY": "a" * 64}, "JWT_SECRET_KEY"),
        ({"SECRET_KEY": "your-secret-key-goes-in-here-1234567890"}, "SECRET_KEY"),
        ({"JWT_SECRET_KEY": "changeme-changeme-1234567890-abcdefghij"}, "JWT_SECRET_KEY"),
        ({"JWT_SECRET_KEY": STRONG}, "JWT_SECRET_KEY"),
        ({"RATE_LIMIT_PROFILE": "off"}, "RATE_LIMIT_PROFILE"),
        ({"DEBUG": "true"}, "DEBUG"),
    ],
)
def test_production_refuses_what_is_unsafe(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, change: dict[str, str], named: str
) -> None:
    assert refused(monkeypatch, tmp_path, **(PRODUCTION | change)).startswith(f"{named}: ")
    assert load(monkeypatch, tmp_path, ENVIRONMENT="development").server.environment == "development"


def test_no_server_lets_every_page_act_for_its_visitors(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for environment in ("development", "production", "test"):
        assert "CORS_ORIGINS" in refused(monkeypatch, tmp_path, ENVIRONMENT=environment, CORS_ORIGINS="*")


def test_several_processes_need_what_they_share(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert "WORKERS" in refused(monkeypatch, tmp_path, WORKERS="2")
    assert "WORKERS" in refused(monkeypatch, tmp_path, WORKERS="2", DATABASE_URL="postgresql://db/deck")
    assert load(monkeypatch, tmp_path, REDIS_URL="redis://cache").server.workers == 2


def test_secrets_are_made_once_and_kept_for_the_server_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    first, second = load(monkeypatch, tmp_path), load(monkeypatch, tmp_path)

    assert first.security.secret_key == second.security.secret_key
    kept = sorted((tmp_path / "data" / "secrets").iterdir())
    assert [each.name for each in kept] == ["jwt_secret_key", "secret_key"]
    assert {stat.S_IMODE(each.stat().st_mode) for each in kept} == {0o600}
    folders = (tmp_path / "data", tmp_path / "data" / "secrets")
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in folders} == {0o700}


def test_two_first_starts_at_once_agree(settings: Settings, tmp_path: Path) -> None:
    server = settings.server.model_copy(update={"data_dir": tmp_path / "fresh"})
    bare = replace(Settings(), server=server)

    with ThreadPoolExecutor(8) as starts:
        made = list(starts.map(lambda _: with_kept_secrets(bare).security.secret_key, range(32)))

    assert len({secret.get_secret_value() for secret in made}) == 1
    assert len(list((tmp_path / "fresh" / "secrets").iterdir())) == 2


def test_a_damaged_kept_secret_stops_the_start(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    load(monkeypatch, tmp_path)
    (tmp_path / "data" / "secrets" / "secret_key").write_text("")

    assert "SECRET_KEY" in refused(monkeypatch, tmp_path)


def test_secrets_do_not_show_themselves(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    settings = load(monkeypatch, tmp_path, SECRET_KEY=STRONG, ADMIN_PASSWORD="correct horse")

    assert STRONG not in repr(settings)
    assert "correct horse" not in repr(settings)
    assert {STRONG, "correct horse"} <= settings.secret_values()
