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
  /** Where it has little room each row becomes a small card, so that nothing is out of sight. */
  stacks?: boolean;
}

/** Plain rows. The roles are written out because a stacked table's cells are no longer table cells to CSS. */
export const Table = <Row,>({ caption, columns, rows, rowKey, stacks = true }: Props<Row>) => (
  <div className={styles.scroll} role="region" aria-label={caption} tabIndex={0}>
    <table role="table" className={`${styles.table} ${stacks ? styles.stacks : ""}`}>
      <caption className="visually-hidden">{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <th key={column.name} role="columnheader" scope="col" className={cellClass(column)}>
              {column.name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <tr key={rowKey(row)} role="row">
            {columns.map((column) => (
              <td key={column.name} role="cell" className={cellClass(column)}>
                <span className={styles.label} aria-hidden="true">
                  {column.name}
                </span>
                <div>{column.cell(row)}</div>
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
