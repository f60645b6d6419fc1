import type { ReactNode } from "react";
import type { RepositoryDetails } from "../../api/types";
import { SyncState } from "../../features/repositories/sync-state";
import { count } from "../../format/numbers";
import { ago } from "../../format/times";
import { Callout } from "../../ui/notice";
import { Panel } from "../../ui/page";
import styles from "./repository.module.css";

/** What is known of a repository at a glance, and what makes its numbers less sure. */
export const Overview = ({ repository }: { repository: RepositoryDetails }) => {
  const { statistics, warnings } = repository;
  return (
    <>
      {warnings.length > 0 && (
        <Callout>
          <ul className={styles.warnings}>
            {warnings.map(({ code, message }) => (
              <li key={code}>{message}</li>
            ))}
          </ul>
        </Callout>
      )}
      <Panel>
        <dl className={styles.facts}>
          <Fact name="State">
            <SyncState sync={repository.sync} />
          </Fact>
          <Fact name="Commits">{count(statistics.commits)}</Fact>
          <Fact name="Contributors">{count(statistics.contributors)}</Fact>
          <Fact name="Deployments">{count(statistics.deployments)}</Fact>
          <Fact name="Last commit">{repository.last_commit ? ago(repository.last_commit) : "—"}</Fact>
          <Fact name="Main branch">{repository.default_branch ?? "—"}</Fact>
          <Fact name="Language">{repository.language ?? "—"}</Fact>
        </dl>
      </Panel>
    </>
  );
};

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);
