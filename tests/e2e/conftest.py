"""What only the journeys need."""

import pytest
from _pytest.nodeid import coerce_node_id


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give schemathesis's tests ids of their own: under one id, two workers would run one operation for all."""
    for item in items:
        if item.parent is not None and not item.nodeid.endswith(item.name):
            item._id = coerce_node_id(f"{item.parent.nodeid}::{item.name}")
