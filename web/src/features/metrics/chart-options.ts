import type { BarSeriesOption, LineSeriesOption } from "echarts/charts";
import type { GridComponentOption, TooltipComponentOption } from "echarts/components";
import type { ComposeOption } from "echarts/core";
import type { Bucket, Period } from "../../api/types";
import { type Axis, axisOf } from "./axis";
import { bucketLabel, bucketTickLabel } from "./bucket-labels";
import type { ChartColors } from "./chart-colors";
import type { Measure, Series } from "./measures";

export type ChartOption = ComposeOption<
  BarSeriesOption | LineSeriesOption | GridComponentOption | TooltipComponentOption
>;

/** A chart of one measure: the data, a few faint lines to read it by, and nothing else. */
export function chartOption(
  measure: Measure,
  buckets: readonly Bucket[],
  period: Period,
  colors: ChartColors,
): ChartOption {
  const axis = axisOf(measure, buckets);
  return {
    animationDuration: 250,
    textStyle: { fontFamily: colors.font, color: colors.soft },
    grid: { left: 4, right: 8, top: 10, bottom: 2, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    tooltip: tooltip(measure, buckets, period, colors),
    xAxis: {
      type: "category",
      data: buckets.map((bucket) => bucketTickLabel(bucket, period)),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: colors.soft } },
      axisLabel: { color: colors.soft, hideOverlap: true, fontSize: 11, alignMaxLabel: "right" },
    },
    yAxis: {
      type: "value",
      splitNumber: 3,
      minInterval: axis.whole ? 1 : undefined,
      max: axis.most,
      interval: axis.interval,
      axisLabel: { color: colors.soft, fontSize: 11, formatter: axis.tick },
      splitLine: { lineStyle: { color: colors.line } },
    },
    series: measure.series.map((series) => seriesOption(series, buckets, axis, colors)),
  };
}

function seriesOption(
  series: Series,
  buckets: readonly Bucket[],
  axis: Axis,
  colors: ChartColors,
): BarSeriesOption | LineSeriesOption {
  const data = buckets.map((bucket) => point(series.of(bucket), bucket, axis));
  if (series.shape === "bar") {
    return { type: "bar", name: series.name, data, color: colors.first, barMaxWidth: 22, barCategoryGap: "30%" };
  }
  const upper = series.shape === "upper";
  return {
    type: "line",
    name: series.name,
    data,
    color: upper ? colors.second : colors.first,
    connectNulls: false,
    showAllSymbol: true, // a step between two without data is a point, or it is nothing
    symbol: "circle",
    symbolSize: upper ? 3.5 : 5,
    lineStyle: { width: upper ? 1.5 : 2.5, type: upper ? "dashed" : "solid" },
  };
}

/** A step that is cut or still running says less than a whole one, so it is drawn fainter. */
const point = (value: number | null, { partial }: Bucket, { divisor }: Axis) => ({
  value: value === null ? "-" : value / divisor,
  itemStyle: { opacity: partial ? 0.5 : 1 },
});

function tooltip(
  measure: Measure,
  buckets: readonly Bucket[],
  period: Period,
  colors: ChartColors,
): TooltipComponentOption {
  return {
    trigger: "axis",
    renderMode: "richText", // the HTML kind writes inline styles, which the page's policy forbids
    axisPointer: { type: "line", lineStyle: { color: colors.soft } },
    backgroundColor: colors.surface,
    borderColor: colors.soft,
    textStyle: { color: colors.text, fontFamily: colors.font, fontSize: 12 },
    confine: true,
    formatter: (points) => {
      const at = (Array.isArray(points) ? points[0] : points)?.dataIndex;
      const bucket = at === undefined ? undefined : buckets[at];
      return bucket ? tooltipText(measure, bucket, period) : "";
    },
  };
}

export function tooltipText(measure: Measure, bucket: Bucket, period: Period): string {
  const step = { daily: "", weekly: "Week of ", monthly: "" }[period.granularity];
  const head = `${step}${bucketLabel(bucket, period)}${bucket.partial ? " (part)" : ""}`;
  const lines = measure.series.map((series) => {
    const value = series.of(bucket);
    return `${series.name}: ${value === null ? "no data" : series.format(value)}`;
  });
  return [head, ...lines].join("\n");
}
