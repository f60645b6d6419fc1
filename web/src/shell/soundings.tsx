import styles from "./gate.module.css";

const LINES = 9;

/** Depth contours, as on a chart: one coast line, drawn again further out. */
const contour = (step: number): string => {
  const x = 40 + step * 52;
  const swell = 30 + step * 7;
  return `M${x} -20 C${x + swell} 120 ${x - swell} 220 ${x + swell / 2} 340 S${x - swell} 560 ${x + swell} 700 S${x - swell / 2} 900 ${x + swell} 1020`;
};

export const Soundings = () => (
  <svg className={styles.soundings} viewBox="0 0 520 1000" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
    {Array.from({ length: LINES }, (_, step) => (
      <path key={step} d={contour(step)} />
    ))}
  </svg>
);
