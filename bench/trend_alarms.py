"""False alarms: how often a trend is claimed in series that have none, beside the usual look at the two ends."""

import numpy as np

from bench.report import Line
from quarterdeck.insights.metrics.trend import Sketch, of_durations

SERIES, WEEKS, CHANGES_A_WEEK, SPREAD = 500, 12, 8, 1.2
LEVELS = np.linspace(0, 1, 33)
GOAL = 0.07


def run(*, quick: bool) -> list[Line]:
    random = np.random.default_rng(1)
    series = [_weeks(random) for _ in range(100 if quick else SERIES)]
    ours = np.mean([of_durations([_sketch(week) for week in weeks]).direction != "stable" for weeks in series])
    ends = np.mean([abs(np.median(weeks[-1]) / np.median(weeks[0]) - 1) > 0.05 for weeks in series])
    what = f"false alarms on {len(series)} trendless series"
    return [Line(what, f"{ours:.1%}", f"first week against last: {ends:.0%}", "", f"<= {GOAL:.0%}", bool(ours <= GOAL))]


def _weeks(random: np.random.Generator) -> list["np.ndarray[tuple[int], np.dtype[np.float64]]"]:
    return [random.lognormal(3, SPREAD, max(1, random.poisson(CHANGES_A_WEEK))) for _ in range(WEEKS)]


def _sketch(hours: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> Sketch:
    return Sketch(len(hours), np.quantile(hours, LEVELS).tolist())
