"""Types of events that somebody asks for, in the one language of streams and webhooks."""

import pytest
from pydantic import TypeAdapter, ValidationError

from quarterdeck.events.filters import EVERYTHING, EventFilter, event_filter
from quarterdeck.events.live.visibility import parse_types
from quarterdeck.events.webhooks.schemas import EventTypes
from quarterdeck.kit.errors import Invalid

RIGHT = ["*", "a.*", "a.b.*", "a.b", "a.b.c", "api_key.created", "a." + "b" * 62]
WRONG = ["A.b", "a", "a..b", "*.a", "a.*.b", "a*", "a.b*", ".*", "a.", "a b", "ä.b", "a.1", "a." + "b" * 63]


@pytest.mark.parametrize("text", RIGHT)
def test_streams_and_webhooks_take_the_same(text: str) -> None:
    assert TypeAdapter(EventTypes).validate_python([text]) == [text]
    assert parse_types(text) == event_filter([text])


@pytest.mark.parametrize("text", WRONG)
def test_streams_and_webhooks_refuse_the_same(text: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(EventTypes).validate_python([text])
    with pytest.raises(Invalid):
        parse_types(text)


@pytest.mark.parametrize(
    ("patterns", "told"),
    [
        (["*"], {"a.made", "a.b.made", "ab.made"}),
        (["a.made", "*"], {"a.made", "a.b.made", "ab.made"}),
        (["a.*"], {"a.made", "a.b.made"}),
        (["a.b.*"], {"a.b.made"}),
        (["a.made", "ab.made"], {"a.made", "ab.made"}),
        (["b.*"], set()),
        ([], set()),
    ],
)
def test_patterns_name_all_a_family_or_single_types(patterns: list[str], told: set[str]) -> None:
    asked = event_filter(patterns)

    assert {name for name in ("a.made", "a.b.made", "ab.made") if asked.includes(name)} == told


def test_a_query_names_types_with_commas_between() -> None:
    assert parse_types("repository.*, api_key.created") == EventFilter(frozenset({"api_key.created"}), ("repository.",))
    assert parse_types("a.b,*") == parse_types("") == parse_types(None) == EVERYTHING
    assert parse_types(",".join(["a.b"] * 50)) == event_filter(["a.b"])
    with pytest.raises(Invalid):
        parse_types(",".join(["a.b"] * 51))
