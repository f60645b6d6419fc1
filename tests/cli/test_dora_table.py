"""The numbers at the terminal: readable, and honest where nothing is known."""

from io import StringIO
from typing import Any

import pytest
from rich.console import Console

from quarterdeck.cli.dora_table import dora_table, duration, sparkline


def metric(**fields: Any) -> dict[str, Any]:
    detail = {"insufficient_data": False, "direction_is_good": None}
    known = {"interval": None, "trend": "stable", "trend_detail": detail, "n": 40, "source": "derived", "reason": None}
    return known | fields


def answer(**changed: Any) -> dict[str, Any]:
    metrics = {
        "deployment_frequency": metric(value=2.5),
        "lead_time_for_changes": metric(median_hours=50.0, interval={"low": 40.0, "high": 60.0}),
        "change_failure_rate": metric(percentage=5.0),
        "time_to_restore": metric(median_hours=0.5),
        "rework_rate": metric(percentage=0.0),
    }
    window = {"start": "2026-01-01T00:00:00Z", "end": "2026-06-30T00:00:00Z", "granularity": "weekly"}
    return {"window": window, "series": [{"deployments": 1}], "banner": "Concluded from git", **metrics, **changed}


def printed(**changed: Any) -> str:
    screen = StringIO()
    Console(file=screen, width=140).print(dora_table({"name": "deck"}, answer(**changed)))
    return screen.getvalue()


def test_each_metric_stands_with_its_value_number_and_source() -> None:
    shown = printed()

    assert "2.50/week" in shown
    assert "2.1 days" in shown
    assert "40.0 h to 2.5 days" in shown
    assert "30 min" in shown
    assert shown.count("derived") == 5
    assert "Concluded from git" in shown


def test_what_nobody_knows_is_unknown_with_its_reason() -> None:
    unknown = metric(median_hours=None, n=0, source=None, reason="No incident source is connected")

    shown = printed(time_to_restore=unknown)

    assert "unknown" in shown
    assert "No incident source is connected" in shown


def test_a_trend_says_whether_it_is_good() -> None:
    falling = metric(
        median_hours=4.0, trend="decreasing", trend_detail={"insufficient_data": False, "direction_is_good": True}
    )

    assert "↘ decreasing, better" in printed(lead_time_for_changes=falling)


def test_too_little_data_claims_no_trend() -> None:
    scarce = metric(value=1.0, trend_detail={"insufficient_data": True, "direction_is_good": None})

    assert "too little data" in printed(deployment_frequency=scarce)


@pytest.mark.parametrize(
    ("hours", "said"),
    [(0.25, "15 min"), (1.0, "1.0 h"), (47.0, "47.0 h"), (72.0, "3.0 days"), (1680.0, "10.0 weeks")],
)
def test_a_duration_is_said_as_a_person_would(hours: float, said: str) -> None:
    assert duration(hours) == said


def test_bars_reach_from_blank_to_full_and_show_the_latest() -> None:
    assert sparkline([0, 1, 8]) == " ▁█"
    assert sparkline([0.0] * 3) == "   "
    assert len(sparkline(list(range(200)))) == 80
