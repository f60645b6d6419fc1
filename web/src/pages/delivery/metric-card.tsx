import type { Dora } from "../../api/types";
import { intervalText, type Measure } from "../../features/metrics/measures";
import { SeriesChart } from "../../features/metrics/series-chart";
import { SeriesTable } from "../../features/metrics/series-table";
import { Button } from "../../ui/button";
import { Icon } from "../../ui/icon";
import styles from "./metric-card.module.css";
import { SourceBadge } from "./source-badge";
import { trendWords } from "./trend";

interface Props {
  measure: Measure;
  dora: Dora;
  view: "charts" | "tables";
  onExplain: () => void;
}

export const MetricCard = ({ measure, dora, view, onExplain }: Props) => {
  const metric = dora[measure.name];
  const id = `metric-${measure.name}`;
  const known = measure.figure(dora) !== null;
  return (
    <section className={styles.card} aria-labelledby={id}>
      <header className={styles.header}>
        <h2 id={id} className={styles.title}>
          {measure.title}
        </h2>
        {metric.source && <SourceBadge source={metric.source} />}
      </header>
      <MetricValue measure={measure} dora={dora} />
      <Series measure={measure} dora={dora} view={view} />
      <footer className={styles.footer}>
        <span>
          {measure.events(metric.n)}
          {known && metric.interval && (
            <>
              <br />
              {intervalText(metric.interval, measure.format)}
            </>
          )}
        </span>
        <Button variant="quiet" onPress={onExplain} aria-label={`Explain ${measure.title.toLowerCase()}`}>
          Explain
        </Button>
      </footer>
    </section>
  );
};

const MetricValue = ({ measure, dora }: Pick<Props, "measure" | "dora">) => {
  const figure = measure.figure(dora);
  if (figure === null) {
    return (
      <div className={styles.reading}>
        <p className={styles.unknown}>Not known</p>
        <p className={styles.reason}>{dora[measure.name].reason}</p>
        {remedies(dora, measure).map((words) => (
          <p key={words} className={styles.reason}>
            {words}
          </p>
        ))}
      </div>
    );
  }
  return (
    <div className={styles.reading}>
      <p className={styles.figure}>
        {figure.figure} <span className={styles.unit}>{figure.unit}</span>
        {measure.details(dora).map((words) => (
          <span key={words} className={styles.beside}>
            {words}
          </span>
        ))}
      </p>
      <Trend measure={measure} dora={dora} />
    </div>
  );
};

/** The next step that would make an unknown number known. */
const remedies = (dora: Dora, measure: Measure): string[] =>
  dora.warnings.flatMap(({ metrics, connect }) => (connect && metrics.includes(measure.name) ? [connect] : []));

const Trend = ({ measure, dora }: Pick<Props, "measure" | "dora">) => {
  const { words, meaning, icon, tone } = trendWords(dora[measure.name]);
  return (
    <p className={`${styles.trend} ${styles[tone]}`}>
      {icon && <Icon name={icon} />}
      <span>
        {words}
        {meaning && <strong>, {meaning}</strong>}
      </span>
    </p>
  );
};

/** A course needs something to show: where no step has a value, the words above have said why. */
const Series = ({ measure, dora, view }: Pick<Props, "measure" | "dora" | "view">) => {
  const empty = measure.series.every(({ of }) => dora.series.every((bucket) => of(bucket) === null));
  if (empty) return null;
  const Shown = view === "tables" ? SeriesTable : SeriesChart;
  return <Shown measure={measure} buckets={dora.series} period={dora.window} />;
};
