import { Tab, TabList, TabPanel, Tabs } from "react-aria-components";
import { Link, useParams, useSearchParams } from "react-router";
import { useRepository } from "../../api/repositories";
import type { Repository, RepositoryDetails } from "../../api/types";
import { Icon } from "../../ui/icon";
import { Failure } from "../../ui/notice";
import { Page } from "../../ui/page";
import { Loading } from "../../ui/progress";
import { Commits } from "./commits";
import { Overview } from "./overview";
import { PullRequests } from "./pull-requests";
import { Settings } from "./settings";
import { SyncControl } from "./sync-control";
import styles from "./repository.module.css";

export const RepositoryPage = () => {
  const { id } = useParams();
  const repository = useRepository(id!);
  if (repository.isPending) return <Loading what="the repository" />;
  if (repository.error) {
    return (
      <Page title="Repository">
        <Failure error={repository.error} retry={() => void repository.refetch()} />
      </Page>
    );
  }
  return <Loaded repository={repository.data} />;
};

const Loaded = ({ repository }: { repository: RepositoryDetails }) => (
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

const Sections = ({ repository }: { repository: Repository }) => {
  const [params, setParams] = useSearchParams();
  return (
    <Tabs
      selectedKey={params.get("show") ?? "commits"}
      onSelectionChange={(key) => setParams({ show: String(key) }, { replace: true })}
    >
      <TabList className={styles.tabs!} aria-label="Parts of the repository">
        <Tab id="commits" className={styles.tab!}>
          Commits
        </Tab>
        <Tab id="pull-requests" className={styles.tab!}>
          Pull requests
        </Tab>
        <Tab id="settings" className={styles.tab!}>
          Settings
        </Tab>
      </TabList>
      <TabPanel id="commits" className={styles.panel!}>
        <Commits repositoryId={repository.id} />
      </TabPanel>
      <TabPanel id="pull-requests" className={styles.panel!}>
        <PullRequests repositoryId={repository.id} />
      </TabPanel>
      <TabPanel id="settings" className={styles.panel!}>
        <Settings repository={repository} />
      </TabPanel>
    </Tabs>
  );
};
