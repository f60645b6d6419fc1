import { useState } from "react";
import { useCommits } from "../../api/repositories";
import type { Actor, Commit } from "../../api/types";
import { ActorBadge } from "../../features/actor-badge";
import { count } from "../../format/numbers";
import { instant } from "../../format/times";
import { EmptyState, ErrorMessage } from "../../ui/notice";
import { Pagination } from "../../ui/pagination";
import { Loading } from "../../ui/progress";
import { type Column, Table } from "../../ui/table";
import styles from "./repository.module.css";

export const Commits = ({ repositoryId }: { repositoryId: string }) => {
  const [page, setPage] = useState(1);
  const commits = useCommits(repositoryId, page);
  if (commits.isPending) return <Loading what="commits" />;
  if (commits.error) return <ErrorMessage error={commits.error} retry={() => void commits.refetch()} />;
  const { items, total, page_size } = commits.data;
  if (total === 0) return <EmptyState title="No commits read yet">They appear here as soon as the first part has been read.</EmptyState>;
  return (
    <>
      <Table caption="Commits" columns={COLUMNS} rows={items} rowKey={({ sha }) => sha} />
      <Pagination what="commits" page={page} pageSize={page_size} total={total} onPage={setPage} />
    </>
  );
};

const COLUMNS: Column<Commit>[] = [
  { name: "Commit", cell: ({ sha }) => <code className={styles.sha}>{sha.slice(0, 8)}</code> },
  { name: "Subject", wide: true, cell: ({ subject }) => subject },
  { name: "Author", cell: (commit) => <AuthorCell name={commit.author_name} actor={commit.actor} /> },
  { name: "Written", cell: ({ authored_time }) => instant(authored_time) },
  { name: "Lines", figures: true, cell: (commit) => <LinesCell {...commit} /> },
];

export const AuthorCell = ({ name, actor }: { name: string; actor: Actor }) => (
  <span className={styles.who}>
    {name} {actor !== "human" && <ActorBadge actor={actor} />}
  </span>
);

interface LinesProps {
  additions?: number | null;
  deletions?: number | null;
}

/** Not yet counted is not the same as none. */
export const LinesCell = ({ additions, deletions }: LinesProps) =>
  typeof additions === "number" && typeof deletions === "number" ? (
    <>
      <span className={styles.added}>+{count(additions)}</span>{" "}
      <span className={styles.removed}>−{count(deletions)}</span>
    </>
  ) : (
    "—"
  );
