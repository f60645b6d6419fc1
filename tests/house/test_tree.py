"""Rules about the whole tree, which no single file can break."""

from importlib.util import find_spec

from quarterdeck.kit.late import LATE


def test_every_module_that_is_loaded_late_exists() -> None:
    assert [name for name in LATE if find_spec(name) is None] == []
