import { count } from "../format/numbers";
import { Button } from "./button";
import { Icon } from "./icon";
import styles from "./pagination.module.css";

interface Props {
  what: string;
  page: number;
  pageSize: number;
  total: number;
  onPage: (page: number) => void;
}

export const Pagination = ({ what, page, pageSize, total, onPage }: Props) => {
  const last = Math.max(1, Math.ceil(total / pageSize));
  if (last === 1) return null;
  const first = (page - 1) * pageSize + 1;
  return (
    <nav className={styles.pagination} aria-label={`Pages of ${what}`}>
      <span className={styles.range} aria-live="polite">
        {count(first)}–{count(Math.min(page * pageSize, total))} of {count(total)}
      </span>
      <Button onPress={() => onPage(page - 1)} isDisabled={page <= 1}>
        <Icon name="previous" /> Previous
      </Button>
      <Button onPress={() => onPage(page + 1)} isDisabled={page >= last}>
        Next <Icon name="next" />
      </Button>
    </nav>
  );
};
