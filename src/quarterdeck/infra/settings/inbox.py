"""Incoming webhooks: their secrets, sizes, and how long they are kept."""

from pydantic import Field, SecretStr

from quarterdeck.infra.settings.group import SettingsGroup


class InboxSettings(SettingsGroup):
    github_webhook_secret: SecretStr = Field(
        SecretStr(""), description="Secret of GitHub webhooks to `/webhooks/github`; they are taken once it is set."
    )
    gitlab_webhook_secret: SecretStr = Field(
        SecretStr(""), description="Secret or signing token of GitLab webhooks to `/webhooks/gitlab`."
    )
    sentry_webhook_secret: SecretStr = Field(
        SecretStr(""), description="Client secret of the Sentry integration that posts to `/webhooks/sentry`."
    )
    inbox_body_limit: int = Field(
        26_214_400, ge=1_024, le=104_857_600, description="Largest incoming webhook in bytes; GitHub sends up to 25 MB."
    )
    inbox_keep_days: int = Field(30, ge=1, le=3_650, description="Days that an incoming webhook is kept.")
