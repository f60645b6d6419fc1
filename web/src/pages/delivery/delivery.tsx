import { Link, useSearchParams } from "react-router";
import { useDora } from "../../api/analytics";
import { useRepositories } from "../../api/repositories";
import type { Repository } from "../../api/types";
import { measureOf, MEASURES } from "../../features/metrics/measures";
import { isSyncing, stageOf } from "../../features/repositories/sync-progress";
import { SyncState } from "../../features/repositories/sync-state";
import { day } from "../../format/times";
import { EmptyState, ErrorMessage } from "../../ui/notice";
import { Page, Panel } from "../../ui/page";
import { Loading } from "../../ui/progress";
import { Caveats } from "./caveats";
import { Cohorts } from "./cohorts";
import styles from "./delivery.module.css";
import { ExplainDrawer } from "./explain-drawer";
import { FilterBar } from "./filter-bar";
import { type Filters, readFilters, scopeOf, withParams } from "./filters";
import { MetricCard } from "./metric-card";
import { NoDeployments } from "./no-deployments";

/** The five measures of delivery for a scope and a period; both stand in the address, so a view can be sent. */
export default function Delivery() {
  const [params, setParams] = useSearchParams();
  const filters = readFilters(params);
  const repositories = useRepositories({ page_size: 100 });
  const change = (parts: Record<string, string | undefined>) =>
    setParams((now) => withParams(now, parts), { replace: true });
  const items = repositories.data?.items ?? [];
  return (
    <Page title="Delivery" lead={`How work reaches users, ${day(filters.from)} to ${day(filters.to)}.`}>
      <FilterBar filters={filters} change={change} />
      <SyncProgress repositories={items.filter(isSyncing)} />
      {repositories.data?.total === 0 ? (
        <NoRepositories />
      ) : (
        <Metrics filters={filters} repositories={items} explained={params.get("explain")} change={change} />
      )}
    </Page>
  );
}

/** Numbers are already true of what has been read so far; this says that more is coming. */
const SyncProgress = ({ repositories }: { repositories: readonly Repository[] }) =>
  repositories.length > 0 && (
    <Panel>
      <div className={styles.reading}>
        {repositories.map((repository) => (
          <div key={repository.id}>
            <strong>{repository.name}</strong>
            <SyncState sync={repository.sync} />
          </div>
        ))}
      </div>
    </Panel>
  );

const NoRepositories = () => (
  <Panel>
    <EmptyState title="No numbers yet" action={<Link to="/welcome">Add your first repository</Link>}>
      Delivery numbers are read from the history of your repositories, and none has been added.
    </EmptyState>
  </Panel>
);

interface MetricsProps {
  filters: Filters;
  repositories: readonly Repository[];
  explained: string | null;
  change: (params: Record<string, string | undefined>) => void;
}

const Metrics = ({ filters, repositories, explained, change }: MetricsProps) => {
  const scope = scopeOf(filters);
  const dora = useDora(scope, freshness(repositories));
  if (dora.isPending) return <Loading what="the numbers" />;
  if (dora.error) return <ErrorMessage error={dora.error} retry={() => void dora.refetch()} />;
  const measure = measureOf(explained);
  return (
    <>
      {dora.data.deployment_frequency.n === 0 && <NoDeployments filters={filters} change={change} />}
      <Caveats dora={dora.data} />
      <div className={styles.cards} aria-busy={dora.isFetching}>
        {MEASURES.map((each) => (
          <MetricCard
            key={each.name}
            measure={each}
            dora={dora.data}
            view={filters.view}
            onExplain={() => change({ explain: each.name })}
          />
        ))}
        <Cohorts dora={dora.data} />
      </div>
      {measure && (
        <ExplainDrawer
          key={measure.name}
          measure={measure}
          dora={dora.data}
          scope={scope}
          onClose={() => change({ explain: undefined })}
        />
      )}
    </>
  );
};

/** Changes when a reading has stored numbers, so that they are asked for again then and only then. */
const freshness = (repositories: readonly Repository[]): string =>
  repositories.map(({ id, sync }) => `${id} ${stageOf(sync)} ${sync.last_synced_at ?? ""}`).join("\n");
