"""DORA numbers as a table for the terminal, each with what it rests on."""

from collections.abc import Sequence
from typing import Any

from rich import box
from rich.console import Group
from rich.table import Table
from rich.text import Text

BARS = " ▁▂▃▄▅▆▇█"
ARROWS = {"increasing": "↗", "decreasing": "↘", "stable": "→"}
HOURS_A_DAY, HOURS_A_MONTH = 24, 24 * 60


def dora_table(repository: dict[str, Any], answer: dict[str, Any]) -> Group:
    """One row a metric: value, 95 % interval, trend, number of events, source; then a line of bars."""
    window = answer["window"]
    table = Table(
        title=f"{repository['name']} · {window['start'][:10]} to {window['end'][:10]}",
        box=box.SIMPLE_HEAD,
        title_justify="left",
        title_style="bold",
    )
    table.add_column("Metric", no_wrap=True)
    table.add_column("Value", justify="right", style="bold", no_wrap=True)
    table.add_column("95 % interval", justify="right", style="dim")
    table.add_column("Trend")
    table.add_column("n", justify="right")
    table.add_column("Source", style="dim")
    for title, key, shown, unit in _ROWS:
        metric = answer[key]
        table.add_row(title, *_cells(metric, metric[shown], unit))
    bars = sparkline([bucket["deployments"] for bucket in answer["series"]])
    step = {"daily": "day", "weekly": "week", "monthly": "month"}[window["granularity"]]
    return Group(table, Text(f" Deployments a {step}  {bars}", style="cyan"), *_remarks(answer))


def sparkline(values: Sequence[float], width: int = 80) -> str:
    """The last `width` values as bars; a zero is a blank, the largest a full block."""
    shown = values[-width:]
    top = max(shown, default=0) or 1
    return "".join(BARS[0 if value == 0 else max(1, round(value / top * (len(BARS) - 1)))] for value in shown)


def duration(hours: float) -> str:
    """Hours in the unit a person would say."""
    if hours < 1:
        return f"{hours * 60:.0f} min"
    if hours < HOURS_A_DAY * 2:
        return f"{hours:.1f} h"
    if hours < HOURS_A_MONTH:
        return f"{hours / HOURS_A_DAY:.1f} days"
    return f"{hours / HOURS_A_DAY / 7:.1f} weeks"


def _per_week(value: float) -> str:
    return f"{value:.2f}/week"


def _percent(value: float) -> str:
    return f"{value:.1f} %"


_ROWS = (
    ("Deployment frequency", "deployment_frequency", "value", _per_week),
    ("Lead time, median", "lead_time_for_changes", "median_hours", duration),
    ("Change failure rate", "change_failure_rate", "percentage", _percent),
    ("Time to restore", "time_to_restore", "median_hours", duration),
    ("Rework rate", "rework_rate", "percentage", _percent),
)


def _cells(metric: dict[str, Any], value: float | None, unit: Any) -> list[str]:
    if value is None:
        return ["unknown", "", metric["reason"] or "", str(metric["n"]), metric["source"] or ""]
    interval = metric["interval"]
    between = f"{unit(interval['low'])} to {unit(interval['high'])}" if interval else ""
    return [unit(value), between, _trend(metric), str(metric["n"]), metric["source"] or ""]


def _trend(metric: dict[str, Any]) -> str:
    detail = metric["trend_detail"]
    if detail["insufficient_data"]:
        return "too little data"
    good = {True: ", better", False: ", worse", None: ""}[detail["direction_is_good"]]
    return f"{ARROWS[metric['trend']]} {metric['trend']}{good}"


def _remarks(answer: dict[str, Any]) -> list[Text]:
    remarks = [answer["banner"]] if answer["banner"] else []
    return [Text(f" {remark}", style="dim") for remark in remarks]
