"""What may be called on private networks, and how patiently."""

from pydantic import Field

from quarterdeck.infra.settings.group import SettingsGroup
from quarterdeck.infra.settings.values import (
    Places,
)


class OutboundSettings(SettingsGroup):
    private_hosts: Places = Field(
        (),
        description="`host:port` pairs on private networks that may be called where administrators configure them: "
        "sign-in providers and git.",
    )
    client_metadata_private_hosts: Places = Field(
        (),
        description="The same for metadata documents of OAuth clients, of which anybody may name the address; "
        "only these may be without TLS.",
    )
    webhook_private_hosts: Places = Field(
        (), description="The same for webhooks, of which any member may choose the address."
    )
    webhook_timeout: float = Field(
        15.0, ge=1, le=60, description="Seconds in which a webhook's receiver must have answered."
    )
    webhook_keep_days: int = Field(30, ge=1, le=3_650, description="Days a finished webhook delivery is kept.")
