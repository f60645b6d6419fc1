"""Every setting of the server, in groups, read once from the environment and `.env`."""

from quarterdeck.infra.settings.load import BadSettings, load_settings
from quarterdeck.infra.settings.model import Settings

__all__ = ["BadSettings", "Settings", "load_settings"]
