import { useEffect, useRef } from "react";
import type { Bucket, Period } from "../api/types";
import type { Measure } from "../pages/delivery/measures";
import { useTheme } from "../shell/theme";
import { init } from "./canvas";
import { readInk } from "./ink";
import { chartOption } from "./options";
import styles from "./series-chart.module.css";
import { chartSummary } from "./summary";

interface Props {
  measure: Measure;
  buckets: readonly Bucket[];
  period: Period;
}

export const SeriesChart = ({ measure, buckets, period }: Props) => {
  const place = useRef<HTMLDivElement>(null);
  const theme = useTheme();
  useEffect(() => {
    const chart = init(place.current!);
    chart.setOption(chartOption(measure, buckets, period, readInk()));
    const watcher = new ResizeObserver(() => chart.resize());
    watcher.observe(place.current!);
    return () => {
      watcher.disconnect();
      chart.dispose();
    };
  }, [measure, buckets, period, theme]);
  return (
    <div className={styles.chart} role="img" aria-label={chartSummary(measure, buckets, period)}>
      <div ref={place} className={styles.canvas} />
      {measure.series.length > 1 && <Key measure={measure} />}
    </div>
  );
};

/** Which line is which. Hidden from those who get the whole chart in a sentence: it stands inside the image. */
const Key = ({ measure }: Pick<Props, "measure">) => (
  <ul className={styles.key}>
    {measure.series.map(({ name, mark }) => (
      <li key={name} className={mark === "upper" ? styles.dashed : styles.solid}>
        {name}
      </li>
    ))}
  </ul>
);
