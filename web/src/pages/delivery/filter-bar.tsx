import { useOrganizations, useTeams } from "../../api/organizations";
import { useRepositories } from "../../api/repositories";
import type { Granularity } from "../../api/types";
import { Field } from "../../ui/field";
import { type Option, Select } from "../../ui/select";
import styles from "./delivery.module.css";
import type { Filters, Range } from "./filters";

interface Props {
  filters: Filters;
  change: (params: Record<string, string | undefined>) => void;
}

const RANGES: Option<Range>[] = [
  { id: "30d", name: "Last 30 days" },
  { id: "90d", name: "Last 90 days" },
  { id: "180d", name: "Last 6 months" },
  { id: "365d", name: "Last 12 months" },
  { id: "custom", name: "From – to" },
];

const STEPS: Option<Granularity>[] = [
  { id: "daily", name: "By day" },
  { id: "weekly", name: "By week" },
  { id: "monthly", name: "By month" },
];

const VIEWS: Option<Filters["view"]>[] = [
  { id: "charts", name: "As charts" },
  { id: "tables", name: "As tables" },
];

export const FilterBar = ({ filters, change }: Props) => (
  <div className={styles.filters} role="group" aria-label="Filters">
    <Select
      label="Period"
      options={RANGES}
      value={filters.range}
      onChange={(range) =>
        change(
          range === "custom"
            ? { range: undefined, from: filters.from, to: filters.to }
            : { range, from: undefined, to: undefined, granularity: undefined },
        )
      }
    />
    {filters.range === "custom" && <Days filters={filters} change={change} />}
    <Select
      label="Step"
      options={STEPS}
      value={filters.granularity}
      onChange={(granularity) => change({ granularity })}
    />
    <ScopeFilters filters={filters} change={change} />
    <Select label="View" options={VIEWS} value={filters.view} onChange={(view) => change({ view })} />
  </div>
);

const Days = ({ filters, change }: Props) => (
  <>
    <Field label="First day" type="date" value={filters.from} onChange={(from) => from && change({ from, to: filters.to })} />
    <Field label="Last day" type="date" value={filters.to} onChange={(to) => to && change({ to, from: filters.from })} />
  </>
);

const ALL = "all";

/** Organization and team are offered where there is something to choose between. */
const ScopeFilters = ({ filters, change }: Props) => {
  const organizations = useOrganizations().data?.items ?? [];
  const teams = useTeams(filters.organization).data?.items ?? [];
  const inside = { organization_id: filters.organization, team_id: filters.team };
  const repositories = useRepositories({ page_size: 100, ...inside }).data?.items ?? [];
  const pick =
    (name: string, narrower = {}) =>
    (id: string) =>
      change({ ...narrower, [name]: id === ALL ? undefined : id });
  return (
    <>
      {organizations.length > 1 && (
        <Select
          label="Organization"
          options={[{ id: ALL, name: "All organizations" }, ...organizations]}
          value={filters.organization ?? ALL}
          onChange={pick("organization", { team: undefined, repository: undefined })}
        />
      )}
      {teams.length > 0 && (
        <Select
          label="Team"
          options={[{ id: ALL, name: "All teams" }, ...teams]}
          value={filters.team ?? ALL}
          onChange={pick("team", { repository: undefined })}
        />
      )}
      <Select
        label="Repository"
        options={[{ id: ALL, name: "All repositories" }, ...repositories]}
        value={filters.repository ?? ALL}
        onChange={pick("repository")}
      />
    </>
  );
};
