"""Which e-mail addresses may hold an account (`USER_WHITELIST`)."""

import unicodedata
from collections.abc import Iterable

from quarterdeck.identity.users.emails import canonical_domain, canonical_email


def is_allowed(email: str, allowlist: Iterable[str]) -> bool:
    """Tell whether canonical `email`, or exactly its domain, is listed; an empty list welcomes everybody.

    An entry that cannot be read welcomes nobody, and does not make the list empty.
    """
    entries = {_canonical(entry) for entry in allowlist}
    return not entries or email in entries or email.rpartition("@")[2] in entries


def _canonical(entry: str) -> str | None:
    """Bring an entry to the one form that addresses are kept in: an address, or a domain with or without its `@`."""
    named = unicodedata.normalize("NFKC", entry.strip()).removeprefix("@")
    try:
        return canonical_email(named) if "@" in named else canonical_domain(named)
    except ValueError:
        return None
