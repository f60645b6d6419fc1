"""The generated files say what the source says."""

from pathlib import Path

import pytest
from dotenv import dotenv_values

from quarterdeck.cli.reference import Target, reference
from quarterdeck.infra.settings import Settings, load_settings
from quarterdeck.infra.settings.load import GROUPS, setting_names

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("target", Target)
def test_the_written_file_is_the_one_the_source_gives(target: Target) -> None:
    assert (ROOT / target).read_text(encoding="utf-8") == reference()[target], "run `./dev docs`"


@pytest.mark.parametrize("target", [Target.PAGE, Target.SAMPLE])
def test_every_setting_is_named_once_with_its_sentence(target: Target) -> None:
    text = reference()[target]

    for group in GROUPS.values():
        for name, field in group.model_fields.items():
            named = f"| `{name.upper()}` |" if target is Target.PAGE else f"#{name.upper()}="
            assert text.count(named) == 1, name
            assert field.description
            assert field.description in text


def test_the_sample_is_a_file_of_settings_that_changes_nothing(tmp_path: Path) -> None:
    awake = tmp_path / ".env"
    lines = reference()[Target.SAMPLE].splitlines()
    awake.write_text("\n".join(line[1:] if line.startswith("#") and line[1] != " " else line for line in lines))

    assert set(dotenv_values(awake)) == set(setting_names())
    awake.write_text(f"{awake.read_text()}\nDATA_DIR={tmp_path / 'data'}\n")
    loaded, plain = load_settings(awake), Settings()
    assert loaded.rate_limits == plain.rate_limits
    assert loaded.jobs == plain.jobs
    assert loaded.database == plain.database
