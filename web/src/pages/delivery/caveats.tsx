import type { Caveat, Dora } from "../../api/types";
import { Callout } from "../../ui/notice";
import styles from "./delivery.module.css";

/** What a reader should weigh before trusting the page, and the one step that would better it. */
export const Caveats = ({ dora }: { dora: Dora }) => {
  if (!dora.banner && dora.warnings.length === 0) return null;
  return (
    <Callout>
      {dora.banner && <p>{dora.banner}</p>}
      {dora.warnings.length > 0 && (
        <details className={styles.caveats}>
          <summary>What to know about these numbers ({dora.warnings.length})</summary>
          <ul>
            {dora.warnings.map((warning) => (
              <Line key={warning.code} warning={warning} />
            ))}
          </ul>
        </details>
      )}
    </Callout>
  );
};

const Line = ({ warning }: { warning: Caveat }) => (
  <li>
    {warning.message} {warning.connect && <strong>{warning.connect}</strong>}
  </li>
);
