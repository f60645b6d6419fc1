"""The sign-in page of the console and the guide explain every code that a provider's sign-in can end with."""

import re
from pathlib import Path

from quarterdeck.identity.providers import errors
from quarterdeck.identity.users.errors import EmailNotAllowed
from quarterdeck.kit.errors import QuarterdeckError

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "guides" / "sign-in.md"
CONSOLE = ROOT / "web" / "src" / "features" / "sign-in" / "sign-in-errors.ts"
ANSWERED_ELSEWHERE = {errors.LastWayIn.code}
"""Unlinking answers it on the account page, where no browser is sent to the sign-in page."""


def own_codes() -> set[str]:
    """The codes of the classes that the module itself names; `EmailNotAllowed` is met on the same way."""
    kinds = [each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, QuarterdeckError)]
    named = {kind.code for kind in kinds if kind.__module__ == errors.__name__ and "code" in vars(kind)}
    return named | {EmailNotAllowed.code}


def test_the_guide_explains_every_code() -> None:
    rows = re.findall(r"^\| (`[A-Z_`, ]+`) \|", GUIDE.read_text(encoding="utf-8"), re.MULTILINE)

    assert own_codes() - set(re.findall(r"[A-Z_]+", " ".join(rows))) == set()


def test_the_console_explains_every_code_that_reaches_it() -> None:
    explained = set(re.findall(r"^  ([A-Z_]+): \{", CONSOLE.read_text(encoding="utf-8"), re.MULTILINE))

    assert own_codes() - ANSWERED_ELSEWHERE - explained == set()
