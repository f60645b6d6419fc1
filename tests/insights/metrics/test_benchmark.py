"""Where numbers stand in the published reports."""

from typing import Any

import pytest

from quarterdeck.insights.metrics.benchmark import compare


@pytest.mark.parametrize(
    ("year", "metric", "value", "tier"),
    [
        ("2023", "lead_time_for_changes", 23.9, "elite"),
        ("2023", "lead_time_for_changes", 24.0, "high"),
        ("2023", "change_failure_rate", 5.0, "elite"),
        ("2023", "change_failure_rate", 15.1, "low"),
        ("2023", "time_to_restore", 0.5, "elite"),
        ("2021", "lead_time_for_changes", 0.5, "elite"),
        ("2021", "lead_time_for_changes", 24 * 181, "low"),
        ("2021", "deployment_frequency", 0.2, "medium"),
        ("2024", "deployment_frequency", 10.0, "elite"),
        ("2024", "deployment_frequency", 0.1, "low"),
        ("2024", "change_failure_rate", 11.0, "medium"),
        ("2024", "change_failure_rate", 19.0, "high"),
    ],
)
def test_tiers_of_a_year(year: Any, metric: Any, value: float, tier: str) -> None:
    found = compare(year, metric, value)

    assert found is not None
    assert (found.tier, found.score) == (tier, None)


@pytest.mark.parametrize(
    ("metric", "value", "score"),
    [
        ("lead_time_for_changes", 0.5, 10),
        ("lead_time_for_changes", 1.0, 8),
        ("time_to_restore", 24 * 365, 0),
        ("deployment_frequency", 200.0, 10),
        ("deployment_frequency", 3.0, 6),
        ("deployment_frequency", 0.01, 0),
        ("change_failure_rate", 19.0, 8.1),
        ("rework_rate", 0.0, 10),
    ],
)
def test_the_score_of_2025_beside_the_industry(metric: Any, value: float, score: float) -> None:
    found = compare("2025", metric, value)

    assert found is not None
    assert found.tier is None
    assert found.score == pytest.approx(score)
    assert found.industry_mean is not None


def test_what_is_unknown_or_not_in_the_report_stands_nowhere() -> None:
    assert compare("2025", "rework_rate", None) is None
    assert compare("2023", "rework_rate", 5.0) is None
