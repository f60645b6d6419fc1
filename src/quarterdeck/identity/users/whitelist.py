"""Which e-mail addresses may hold an account (`USER_WHITELIST`)."""

from collections.abc import Iterable


def is_welcome(email: str, whitelist: Iterable[str]) -> bool:
    """Tell whether canonical `email`, or exactly its domain, is listed; an empty list welcomes everybody."""
    entries = {entry.casefold().removeprefix("@") for entry in whitelist}
    return not entries or email in entries or email.rpartition("@")[2] in entries
