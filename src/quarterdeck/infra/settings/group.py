"""The base of every group of settings."""

from pydantic_settings import BaseSettings, SettingsConfigDict


class SettingsGroup(BaseSettings):
    """A frozen group of settings. The environment name of a field is its name in capitals.

    Each field's description is its sentence in `docs/reference/settings.md`.
    """

    model_config = SettingsConfigDict(
        frozen=True,
        extra="ignore",
        env_ignore_empty=True,
        hide_input_in_errors=True,
        env_file_encoding="utf-8",
    )
