"""Identifiers made by the server."""

from uuid_utils import uuid7


def new_id() -> str:
    """Return a fresh UUIDv7 (RFC 9562): unique, and sortable by the millisecond it was made in."""
    return str(uuid7())
