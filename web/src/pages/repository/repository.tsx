import { Link, useParams } from "react-router";
import { useRepository } from "../../api/repositories";
import type { Repository, RepositoryDetails } from "../../api/types";
import { useSync } from "../../features/repositories/use-sync";
import { Icon } from "../../ui/icon";
import { ErrorMessage } from "../../ui/notice";
import { Page } from "../../ui/page";
import { Loading } from "../../ui/progress";
import { Tabs } from "../../ui/tabs";
import { Commits } from "./commits";
import { Overview } from "./overview";
import { PullRequests } from "./pull-requests";
import styles from "./repository.module.css";
import { Settings } from "./settings";
import { SyncControl } from "./sync-control";

export const RepositoryPage = () => {
  const { id } = useParams();
  const repository = useRepository(id!);
  if (repository.isPending) return <Loading what="the repository" />;
  if (repository.error) {
    return (
      <Page title="Repository">
        <ErrorMessage error={repository.error} retry={() => void repository.refetch()} />
      </Page>
    );
  }
  return <Loaded repository={repository.data} />;
};

const Loaded = ({ repository: found }: { repository: RepositoryDetails }) => {
  const repository = { ...found, sync: useSync(found).sync };
  return (
    <Page
      title={repository.name}
      lead={<code>{repository.path ?? repository.url}</code>}
      actions={
        <>
          <Link className={styles.numbers} to={`/delivery?repository=${repository.id}`}>
            <Icon name="delivery" /> Delivery numbers
          </Link>
          <SyncControl repository={repository} />
        </>
      }
    >
      <Overview repository={repository} />
      <Sections repository={repository} />
    </Page>
  );
};

const Sections = ({ repository }: { repository: Repository }) => (
  <Tabs
    label="Parts of the repository"
    parts={[
      { id: "commits", name: "Commits", content: <Commits repositoryId={repository.id} /> },
      { id: "pull-requests", name: "Pull requests", content: <PullRequests repositoryId={repository.id} /> },
      { id: "settings", name: "Settings", content: <Settings repository={repository} /> },
    ]}
  />
);
