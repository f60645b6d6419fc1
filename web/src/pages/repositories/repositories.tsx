import { useState } from "react";
import { Link } from "react-router";
import { useRepositories } from "../../api/repositories";
import { useMay } from "../../api/session";
import type { Repository } from "../../api/types";
import { count } from "../../format/numbers";
import { ago } from "../../format/times";
import { Button } from "../../ui/button";
import { Icon } from "../../ui/icon";
import { Empty, Failure } from "../../ui/notice";
import { Page, Panel } from "../../ui/page";
import { Pager } from "../../ui/pager";
import { Loading } from "../../ui/progress";
import { Sheet } from "../../ui/sheet";
import { Table, type Column } from "../../ui/table";
import { AddRepository } from "./add-repository";
import { SyncState } from "./sync-state";
import styles from "./repositories.module.css";

export const Repositories = () => {
  const [adding, setAdding] = useState(false);
  const add = useMay("repositories:write") && (
    <Button look="primary" onPress={() => setAdding(true)}>
      <Icon name="add" /> Add repository
    </Button>
  );
  return (
    <Page title="Repositories" lead="What Quarterdeck reads, and how far it has read." actions={add}>
      <Panel>
        <List />
      </Panel>
      <Sheet title="Add a repository" isOpen={adding} onClose={() => setAdding(false)}>
        <AddRepository onAdded={() => setAdding(false)} />
      </Sheet>
    </Page>
  );
};

const PAGE_SIZE = 20;

const List = () => {
  const [page, setPage] = useState(1);
  const repositories = useRepositories({ page, page_size: PAGE_SIZE });
  if (repositories.isPending) return <Loading what="repositories" />;
  if (repositories.error) return <Failure error={repositories.error} retry={() => void repositories.refetch()} />;
  const { items, total } = repositories.data;
  if (total === 0) {
    return <Empty title="No repositories yet">Add a local clone or a URL. Its delivery numbers follow within seconds.</Empty>;
  }
  return (
    <>
      <Table caption="Repositories" columns={COLUMNS} rows={items} rowKey={({ id }) => id} />
      <Pager what="repositories" page={page} pageSize={PAGE_SIZE} total={total} onPage={setPage} />
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
    <span className={styles.place}>{repository.path ?? repository.url}</span>
  </>
);
