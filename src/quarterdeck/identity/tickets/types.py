"""What a ticket looks like outside its table."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from quarterdeck.identity.authentication.credentials import CredentialPlacement

LIFETIME = timedelta(seconds=30)
LONGEST_PATH = 300


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket as it is kept: by its hash, with the credential behind it sealed."""

    token_hash: str
    path: str
    shown_in: CredentialPlacement
    sealed_credential: bytes
    expires_at: datetime
