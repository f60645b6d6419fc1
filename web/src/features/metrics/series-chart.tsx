import { useEffect, useRef } from "react";
import type { Bucket, Period } from "../../api/types";
import { useTheme } from "../../ui/theme";
import { readChartColors } from "./chart-colors";
import { chartOption } from "./chart-options";
import { chartSummary } from "./chart-summary";
import { init } from "./echarts";
import type { Measure } from "./measures";
import styles from "./series-chart.module.css";

interface Props {
  measure: Measure;
  buckets: readonly Bucket[];
  period: Period;
}

export const SeriesChart = ({ measure, buckets, period }: Props) => {
  const canvas = useRef<HTMLDivElement>(null);
  const theme = useTheme();
  useEffect(() => {
    const chart = init(canvas.current!);
    chart.setOption(chartOption(measure, buckets, period, readChartColors()));
    const watcher = new ResizeObserver(() => chart.resize());
    watcher.observe(canvas.current!);
    return () => {
      watcher.disconnect();
      chart.dispose();
    };
  }, [measure, buckets, period, theme]);
  return (
    <div className={styles.chart} role="img" aria-label={chartSummary(measure, buckets, period)}>
      <div ref={canvas} className={styles.canvas} />
      {measure.series.length > 1 && <Key measure={measure} />}
    </div>
  );
};

/** Which line is which. Hidden from those who get the whole chart in a sentence: it stands inside the image. */
const Key = ({ measure }: Pick<Props, "measure">) => (
  <ul className={styles.key}>
    {measure.series.map(({ name, shape }) => (
      <li key={name} className={shape === "upper" ? styles.dashed : styles.solid}>
        {name}
      </li>
    ))}
  </ul>
);
