"""Secrets, lifetimes of sign-ins, and who may hold an account."""

from typing import Literal

from pydantic import Field, SecretStr

from quarterdeck.infra.settings.group import SettingsGroup
from quarterdeck.infra.settings.values import (
    CommaList,
)

AccountMakers = Literal["admins", "owners"]


class SecuritySettings(SettingsGroup):
    secret_key: SecretStr = Field(
        SecretStr(""), description="Seals secrets at rest and signs the audit log; 32 characters or more."
    )
    jwt_secret_key: SecretStr = Field(
        SecretStr(""), description="Signs access tokens; 32 characters or more, another than `SECRET_KEY`."
    )
    access_token_expire_minutes: int = Field(15, ge=1, le=1_440, description="Minutes an access token lives.")
    refresh_token_expire_days: int = Field(
        30, ge=1, le=365, description="Days a refresh token or cookie lives when unused."
    )
    session_idle_minutes: int = Field(
        30, ge=1, le=10_080, description="Minutes after which an unused console session ends."
    )
    session_max_days: int = Field(
        7, ge=1, le=90, description="Days after which a console session ends, unless its browser is remembered."
    )
    admin_email: str = Field("", max_length=320, description="E-mail of the administrator made at the first start.")
    admin_password: SecretStr = Field(
        SecretStr(""), description="Password of that administrator; without it a one-time link is printed."
    )
    user_whitelist: CommaList = Field(
        (), description="E-mail addresses and domains that may hold an account; empty means any."
    )
    invitations_make_accounts: AccountMakers = Field(
        "admins",
        description="Whose invitations make an account for an address without one: administrators', or those of "
        "any organization's owner. With the others the invited person signs in first.",
    )
    oauth_redirect_hosts: CommaList = Field(
        (),
        description="Hosts to which OAuth clients may lead that register themselves, besides ChatGPT's and Claude's.",
    )
    repository_roots: CommaList = Field(
        (), description="Folders that remote callers may name as local clones; the CLI may name any."
    )
