"""Rules for new passwords, and Argon2id hashing that cannot be told apart for absent users."""

import re
from functools import cache, cached_property
from importlib.resources import files

import anyio.to_thread
from anyio import CapacityLimiter
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

SHORTEST, LONGEST = 12, 128
_WORD = re.compile(r"[^a-z]*([a-z]+)[^a-z]*")


def password_problem(password: str, *, email: str = "") -> str | None:
    """Say why `password` may not be chosen, or `None`. Any characters are welcome; guessable ones are not."""
    if not SHORTEST <= len(password) <= LONGEST:
        return f"Use {SHORTEST} to {LONGEST} characters"
    folded = password.casefold()
    if len(set(folded)) < 4 or _is_common(folded):  # noqa: PLR2004 - `aaaaaaaaaaaa` and its kin
        return "This password is among the first that an attacker would try"
    if email and folded in {email, email.partition("@")[0]}:
        return "The password must differ from the e-mail address"
    return None


def _is_common(folded: str) -> bool:
    """Tell whether the password is a listed one, a listed one repeated, or one listed word with trimmings."""
    listed = _common_passwords()
    period = (folded + folded).find(folded, 1)
    word = _WORD.fullmatch(folded)
    trimmed = word is not None and word[1] in listed and 2 * len(word[1]) >= len(folded)
    return trimmed or folded in listed or folded[:period] in listed


@cache
def _common_passwords() -> frozenset[str]:
    """Read the list: the most common passwords of public leaks, by way of Django's `common-passwords.txt`."""
    text = files("quarterdeck.identity.users").joinpath("common_passwords.txt").read_text(encoding="ascii")
    return frozenset(text.splitlines())


class Passwords:
    """Hashes and checks passwords in at most two threads: each hash costs 64 MB and tens of milliseconds."""

    def __init__(self, hasher: PasswordHash | None = None) -> None:
        self._hasher = hasher or PasswordHash((Argon2Hasher(),))
        self._threads = CapacityLimiter(2)

    async def hash(self, password: str) -> str:
        return await anyio.to_thread.run_sync(self._hasher.hash, password, limiter=self._threads)

    async def verify(self, password: str, kept: str | None) -> bool:
        """Check `password`; with nothing kept the same work is done and the answer is no."""
        matches = await anyio.to_thread.run_sync(self._matches, password, kept, limiter=self._threads)
        return matches and kept is not None

    def _matches(self, password: str, kept: str | None) -> bool:
        nobody = self._nobody  # made by the first check, whoever is checked, so that its time tells nothing
        return self._hasher.verify(password, kept or nobody)

    @cached_property
    def _nobody(self) -> str:
        return self._hasher.hash("the password of nobody")
