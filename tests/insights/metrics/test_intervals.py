"""Intervals against published or exact values."""

import pytest

from quarterdeck.insights.metrics.intervals import of_median, poisson, wilson


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [(1, 19, 0.0094, 0.2464), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (50, 100, 0.4038, 0.5962)],
)
def test_wilson(hits: int, n: int, low: float, high: float) -> None:
    found = wilson(hits, n)

    assert found is not None
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-4)


def test_wilson_of_nothing_is_nothing() -> None:
    assert wilson(0, 0) is None


@pytest.mark.parametrize(("count", "low", "high"), [(0, 0, 3.689), (5, 1.624, 11.668), (100, 81.36, 121.63)])
def test_poisson_is_close_to_the_exact_interval(count: int, low: float, high: float) -> None:
    found = poisson(count)

    assert (found.low, found.high) == pytest.approx((low, high), abs=0.05)


def test_the_median_of_many_evenly_spread_values() -> None:
    found = of_median([float(step) for step in range(33)], 100, 16.0)

    assert found is not None
    assert (found.low, found.high) == pytest.approx((16 - 32 * 0.098, 16 + 32 * 0.098), abs=0.01)


def test_the_median_of_very_few_values_has_no_interval() -> None:
    assert of_median([1.0] * 33, 5, 1.0) is None
