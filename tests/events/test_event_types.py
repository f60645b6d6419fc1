"""What events are declared, and that nothing is published which is not."""

from quarterdeck.events.api import EVENT_TYPES, PUSHES
from quarterdeck.events.inbox.kinds import KINDS, github, gitlab


def test_each_event_is_declared_once_and_its_data_is_described() -> None:
    names = [event_type.name for event_type in EVENT_TYPES]

    assert len(set(names)) == len(names)
    assert [each.name for each in EVENT_TYPES if not each.data] == ["webhook.rotated", "webhook.deleted"]


def test_what_a_kind_can_read_has_a_declared_event_of_its_own_name_and_no_other_has() -> None:
    for kind, readers in (("github", github._READERS), ("gitlab", gitlab._READERS)):
        assert {each.name for each in KINDS[kind].event_types} == {f"{kind}.{name}" for name in readers}


def test_what_reactions_wait_for_is_declared() -> None:
    assert set(PUSHES) <= {each.name for each in EVENT_TYPES}
