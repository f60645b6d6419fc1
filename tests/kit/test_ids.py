"""Identifiers."""

import uuid

from quarterdeck.kit.ids import new_id


def test_ids_are_version_7_unique_and_in_the_order_of_their_making() -> None:
    made = [new_id() for _ in range(1000)]

    assert {uuid.UUID(each).version for each in made} == {7}
    assert len(set(made)) == 1000
    assert [each[:13] for each in made] == sorted(each[:13] for each in made)
