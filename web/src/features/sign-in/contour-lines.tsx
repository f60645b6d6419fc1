import styles from "./auth-layout.module.css";

const COUNT = 9;

/** One line of the ornament: the same curve, drawn again further out. */
const linePath = (step: number): string => {
  const x = 40 + step * 52;
  const bend = 30 + step * 7;
  return `M${x} -20 C${x + bend} 120 ${x - bend} 220 ${x + bend / 2} 340 S${x - bend} 560 ${x + bend} 700 S${x - bend / 2} 900 ${x + bend} 1020`;
};

/** The ornament beside the form: depth contours, as a sea chart has them. */
export const ContourLines = () => (
  <svg className={styles.contours} viewBox="0 0 520 1000" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
    {Array.from({ length: COUNT }, (_, step) => (
      <path key={step} d={linePath(step)} />
    ))}
  </svg>
);
