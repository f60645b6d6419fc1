"""The names that strangers give themselves, made fit to be shown to a person who must decide."""

from typing import Final

LONGEST: Final = 200


def shown_name(claimed: object) -> str:
    """Return the name on one line, without characters that show as nothing or turn the line around."""
    if not isinstance(claimed, str):
        return ""
    words = "".join(letter if letter.isprintable() else " " for letter in claimed).split()
    return " ".join(words)[:LONGEST].strip()
