"""Every operation of no other area, as the document has it. One file for each area, so that workers share them."""

import pytest

from tests.e2e.walk import Target, operations, walk


@pytest.mark.parametrize("operation", operations("others"))
def test_each_caller_gets_only_declared_answers(operation: str, target: Target) -> None:
    walk(operation, target)
