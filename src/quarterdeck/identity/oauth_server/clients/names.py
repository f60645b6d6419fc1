"""The names that programs give themselves, made fit to be shown to a person who must decide."""

from typing import Final

LONGEST: Final = 200


def shown_name(name: str) -> str:
    """Return `name` on one line, without characters that show as nothing or turn the line around."""
    words = "".join(letter if letter.isprintable() else " " for letter in name).split()
    return " ".join(words)[:LONGEST]
