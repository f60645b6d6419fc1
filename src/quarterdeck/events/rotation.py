"""Giving a webhook or a source of the inbox another secret, on the wire: how long the one before counts too."""

from datetime import datetime, timedelta

from pydantic import Field

from quarterdeck.infra.web.schema import StrictModel
from quarterdeck.kit.clock import now


class SecretRotation(StrictModel):
    keep_old_hours: int = Field(
        default=24, ge=0, le=168, description="Hours that the old secret counts too; 0 after a leak"
    )

    def old_until(self) -> datetime | None:
        """Return until when the secret of now goes on to count, `None` when it ends at once."""
        return now() + timedelta(hours=self.keep_old_hours) if self.keep_old_hours else None
