import { useEffect, useRef } from "react";
import type { Bucket, Granularity } from "../api/types";
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
  granularity: Granularity;
}

export const SeriesChart = ({ measure, buckets, granularity }: Props) => {
  const place = useRef<HTMLDivElement>(null);
  const theme = useTheme();
  useEffect(() => {
    const chart = init(place.current!);
    chart.setOption(chartOption(measure, buckets, granularity, readInk()));
    const watcher = new ResizeObserver(() => chart.resize());
    watcher.observe(place.current!);
    return () => {
      watcher.disconnect();
      chart.dispose();
    };
  }, [measure, buckets, granularity, theme]);
  return (
    <div className={styles.chart} role="img" aria-label={chartSummary(measure, buckets, granularity)}>
      <div ref={place} className={styles.canvas} />
    </div>
  );
};
