"""The page that says what each number means keeps saying what the code means."""

from pathlib import Path

import pytest

from quarterdeck.insights.metrics.definitions import SENTENCES

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "metrics.md"


@pytest.mark.parametrize("definition", SENTENCES)
def test_each_definition_stands_on_the_page_word_for_word(definition: str) -> None:
    assert f"| `{definition}` | {SENTENCES[definition]} |" in PAGE.read_text(encoding="utf-8")
