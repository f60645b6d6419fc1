import { useState } from "react";
import { Link } from "react-router";
import { useRepositories } from "../../api/repositories";
import { useHasScope } from "../../api/session";
import type { Repository } from "../../api/types";
import { AddRepository } from "../../features/repositories/add-repository";
import { SyncState } from "../../features/repositories/sync-state";
import { count } from "../../format/numbers";
import { ago } from "../../format/times";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { Icon } from "../../ui/icon";
import { EmptyState, ErrorMessage } from "../../ui/notice";
import { Page, Panel } from "../../ui/page";
import { Pagination } from "../../ui/pagination";
import { Loading } from "../../ui/progress";
import { type Column, Table } from "../../ui/table";
import styles from "./repositories.module.css";

export const Repositories = () => {
  const [adding, setAdding] = useState(false);
  const add = useHasScope("repositories:write") && (
    <Button variant="primary" onPress={() => setAdding(true)}>
      <Icon name="add" /> Add repository
    </Button>
  );
  return (
    <Page title="Repositories" lead="What Quarterdeck reads, and how far it has read." actions={add}>
      <Panel>
        <List />
      </Panel>
      <Dialog title="Add a repository" isOpen={adding} onClose={() => setAdding(false)}>
        <AddRepository onAdded={() => setAdding(false)} />
      </Dialog>
    </Page>
  );
};

const PAGE_SIZE = 20;

const List = () => {
  const [page, setPage] = useState(1);
  const repositories = useRepositories({ page, page_size: PAGE_SIZE });
  if (repositories.isPending) return <Loading what="repositories" />;
  if (repositories.error) return <ErrorMessage error={repositories.error} retry={() => void repositories.refetch()} />;
  const { items, total } = repositories.data;
  if (total === 0) {
    return <EmptyState title="No repositories yet">Add a local clone or a URL. Its delivery numbers follow within seconds.</EmptyState>;
  }
  return (
    <>
      <Table caption="Repositories" columns={COLUMNS} rows={items} rowKey={({ id }) => id} />
      <Pagination what="repositories" page={page} pageSize={PAGE_SIZE} total={total} onPage={setPage} />
    </>
  );
};

const COLUMNS: Column<Repository>[] = [
  { name: "Name", wide: true, cell: (repository) => <Name repository={repository} /> },
  { name: "State", wide: true, cell: (repository) => <SyncState sync={repository.sync} /> },
  { name: "Language", cell: (repository) => repository.language ?? "—" },
  { name: "Commits", figures: true, cell: (repository) => count(repository.commit_count) },
  { name: "Last commit", cell: (repository) => (repository.last_commit ? ago(repository.last_commit) : "—") },
];

const Name = ({ repository }: { repository: Repository }) => (
  <>
    <Link className={styles.name} to={`/repositories/${repository.id}`}>
      {repository.name}
    </Link>
    <span className={styles.location}>{repository.path ?? repository.url}</span>
  </>
);
