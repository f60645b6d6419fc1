"""The trend test: it does not cry wolf, it sees real trends, and it agrees with a known implementation."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pymannkendall  # type: ignore[import-untyped]
import pytest

from quarterdeck.insights.metrics.trend import (
    Sketch,
    insufficient,
    of_counts,
    of_durations,
    of_rates,
    order_test,
    preferences,
    theil_sen,
)

LEVELS = np.linspace(0, 1, 33)
SERIES = 500
Random = np.random.Generator


def sketch(hours: Any) -> Sketch | None:
    return Sketch(len(hours), np.quantile(hours, LEVELS).tolist()) if len(hours) else None


def weeks_of_durations(random: Random, growth: float = 1.0, weeks: int = 12) -> list[Sketch | None]:
    return [sketch(random.lognormal(3, 1.2, random.poisson(8)) * growth**week) for week in range(weeks)]


def share(directions: Sequence[str], wanted: str) -> float:
    return sum(direction == wanted for direction in directions) / len(directions)


def test_cries_wolf_on_few_trendless_series_of_durations() -> None:
    random = np.random.default_rng(1)

    found = [of_durations(weeks_of_durations(random)).direction for _ in range(SERIES)]

    assert 1 - share(found, "stable") <= 0.07


def test_cries_wolf_on_few_trendless_series_of_counts_and_rates() -> None:
    random = np.random.default_rng(2)

    counts = [of_counts(random.poisson(5, 12).tolist()).direction for _ in range(SERIES)]
    totals = [random.poisson(10, 12) for _ in range(SERIES)]
    rates = [of_rates(random.binomial(ns, 0.15).tolist(), ns.tolist()).direction for ns in totals]

    assert 1 - share(counts, "stable") <= 0.07
    assert 1 - share(rates, "stable") <= 0.07


def test_does_not_mistake_weeks_that_differ_for_a_trend() -> None:
    """Events of one week share its luck; a test over single events would call this a trend far too often."""
    random = np.random.default_rng(3)

    def series() -> list[Sketch | None]:
        return [sketch(random.lognormal(3 + random.normal(0, 1), 0.5, 20)) for _ in range(12)]

    found = [of_durations(series()).direction for _ in range(SERIES)]

    assert 1 - share(found, "stable") <= 0.07


@pytest.mark.parametrize(("growth", "wanted"), [(1.10, "increasing"), (1 / 1.10, "decreasing")])
def test_sees_a_real_trend_in_durations_and_never_its_opposite(growth: float, wanted: str) -> None:
    random = np.random.default_rng(4)

    found = [of_durations(weeks_of_durations(random, growth)).direction for _ in range(200)]

    assert share(found, wanted) >= 0.5
    assert set(found) <= {wanted, "stable"}


def test_sees_real_trends_in_counts_and_rates() -> None:
    random = np.random.default_rng(5)
    rising, falling = 1.12 ** np.arange(16), 0.4 * 0.9 ** np.arange(16)

    counts = [of_counts(random.poisson(5 * rising).tolist()).direction for _ in range(100)]
    rates = [of_rates(random.binomial(30, falling).tolist(), [30] * 16).direction for _ in range(100)]

    assert share(counts, "increasing") >= 0.9
    assert share(rates, "decreasing") >= 0.9


def test_agrees_with_mann_kendall_where_a_week_is_one_number() -> None:
    random = np.random.default_rng(6)

    for _ in range(50):
        values = random.poisson(4, 15) + np.arange(15) * random.choice([0, 0.4])
        theirs = pymannkendall.original_test(values)
        preferred = np.sign(values[None, :] - values[:, None])

        assert preferred[np.triu_indices(15, 1)].sum() == theirs.s
        assert order_test(preferred) == pytest.approx(theirs.p, abs=0.06)
        assert theil_sen(np.arange(15.0), values) == pytest.approx(theirs.slope)


def test_one_event_a_week_is_mann_kendall_too() -> None:
    hours = [3.0, 1.0, 4.0, 1.5, 9.0, 2.6, 5.0, 3.5]

    preferred = preferences([Sketch(1, [value] * 33) for value in hours])

    assert preferred[np.triu_indices(8, 1)].sum() == pymannkendall.original_test(hours).s


def test_weighs_a_pair_of_weeks_by_its_pairs_of_events() -> None:
    preferred = preferences([Sketch(3, [1.0] * 33), Sketch(5, [2.0] * 33)])

    assert preferred.tolist() == [[0, 15], [-15, 0]]


def test_gives_the_size_of_the_trend_per_week() -> None:
    steps = [Sketch(10, [hours] * 33) for hours in 2 * 1.08 ** np.arange(10)]

    by_week, by_fortnight = of_durations(steps), of_durations(steps, weeks_each=2)

    assert by_week.change_per_week == pytest.approx(0.08)
    assert by_fortnight.change_per_week == pytest.approx(0.04)
    assert (by_week.direction, by_week.n, by_week.weeks) == ("increasing", 100, 10)


def test_a_sure_but_tiny_change_is_stable() -> None:
    steps = [Sketch(10, [hours] * 33) for hours in 1.001 ** np.arange(20)]

    found = of_durations(steps)

    assert found.p is not None
    assert found.p < 0.01
    assert found.direction == "stable"


@pytest.mark.parametrize("counts", [[10] * 7, [1, 2] * 6])
def test_too_little_data_claims_no_trend(counts: list[int]) -> None:
    assert of_counts(counts) == insufficient(sum(counts), len(counts))
    assert of_counts(counts).insufficient_data


def test_weeks_without_events_keep_their_place_but_are_no_data() -> None:
    steps: list[Sketch | None] = [Sketch(5, [1.5**week] * 33) for week in range(12)]
    steps[3] = steps[4] = None

    found = of_durations(steps)

    assert found.change_per_week == pytest.approx(0.5)
    assert of_durations([None] * 5 + steps[5:]).insufficient_data


def test_one_case_among_many_is_no_trend_of_a_share() -> None:
    """A single early failure falls away afterwards, but so it would by chance."""
    found = of_rates([0, 1, *[0] * 38], [4] * 40)

    assert (found.direction, found.insufficient_data) == ("stable", True)


def test_a_share_that_never_happens_is_stable() -> None:
    found = of_rates([0] * 12, [10] * 12)

    assert (found.direction, found.insufficient_data, found.change_per_week) == ("stable", False, 0.0)


def test_answers_the_same_every_time() -> None:
    steps = weeks_of_durations(np.random.default_rng(7))

    assert of_durations(steps) == of_durations(steps)
