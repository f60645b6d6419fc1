import type { ReactNode } from "react";
import styles from "./table.module.css";

export interface Column<Row> {
  name: string;
  cell: (row: Row) => ReactNode;
  /** Figures are set right, so that their digits line up. */
  figures?: boolean;
  /** Long words may wrap; everything else stays on its line. */
  wide?: boolean;
}

interface Props<Row> {
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
}

/** Plain rows. Where the screen is too narrow the table scrolls, and the keyboard can scroll it. */
export const Table = <Row,>({ caption, columns, rows, rowKey }: Props<Row>) => (
  <div className={styles.scroll} role="region" aria-label={caption} tabIndex={0}>
    <table className={styles.table}>
      <caption className="visually-hidden">{caption}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.name} scope="col" className={column.figures ? styles.figures : undefined}>
              {column.name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={rowKey(row)}>
            {columns.map((column) => (
              <td key={column.name} className={cellClass(column)}>
                {column.cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);

function cellClass<Row>({ figures, wide }: Column<Row>): string | undefined {
  if (figures) return styles.figures;
  return wide ? styles.wide : undefined;
}
