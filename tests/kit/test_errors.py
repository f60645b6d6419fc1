"""Expected failures."""

import re

import pytest

from quarterdeck.kit import errors
from quarterdeck.kit.errors import Detail, QuarterdeckError

KINDS = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, QuarterdeckError)]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_failure_has_a_status_a_code_a_family_and_a_sentence(kind: type[QuarterdeckError]) -> None:
    assert 400 <= kind.status < 600
    assert re.fullmatch(r"[A-Z][A-Z_]+", kind.code)
    assert re.fullmatch(r"[a-z][a-z_]+", kind.type)
    assert kind().text == kind.message


def test_a_failure_may_say_more() -> None:
    error = errors.Conflict("Too late", details=[Detail("version", "is stale")], hint="Load it again", retry_after=3)

    assert str(error) == error.text == "Too late"
    assert error.details == (Detail("version", "is stale"),)
    assert (error.hint, error.retry_after) == ("Load it again", 3)
