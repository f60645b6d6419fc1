"""The table of tickets."""

from sqlalchemy import Column, Index, LargeBinary, String, Table

from quarterdeck.infra.database import metadata
from quarterdeck.infra.database.types import UtcTimestamp

# The credential that asked for it lies beside it, sealed: whoever comes with the ticket has its rights, no others.
socket_tickets = Table(
    "socket_tickets",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("path", String(300), nullable=False),
    Column("shown_in", String(8), nullable=False),
    Column("sealed_credential", LargeBinary, nullable=False),
    Column("expires_at", UtcTimestamp, nullable=False),
    Index(None, "expires_at"),
)
