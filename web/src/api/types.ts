import type { components } from "./schema";

type Schemas = components["schemas"];

export type Me = Schemas["MeOut"];
export type Session = Schemas["SessionOut"];
export type ApiKey = Schemas["ApiKeyOut"];
export type NewApiKey = Schemas["ApiKeyIn"];
export type IssuedApiKey = Schemas["ApiKeyShown"];
export type ScopeName = ApiKey["scopes"][number];
export type Organization = Schemas["Org"];
export type Team = Schemas["Team"];
export type Repository = Schemas["Repo"];
export type NewRepository = Schemas["RepoNew"];
export type RepositoryChange = Schemas["RepoPatch"];
export type Strategy = Repository["strategy"];
export type Sync = Schemas["Sync"];
export type Commit = Schemas["Commit"];
export type PullRequest = Schemas["PR"];

export type Dora = Schemas["DoraMetrics"];
export type Bucket = Schemas["Bucket"];
export type Cohort = Schemas["Cohort"];
export type Caveat = Schemas["Caveat"];
export type Interval = Schemas["Interval"];
export type TrendDetail = Schemas["TrendDetail"];
export type Explanation = Schemas["Explanation"];
export type EvidenceRow = Schemas["EvidenceRow"];
export type Granularity = Dora["window"]["granularity"];
export type MetricName = Explanation["metric"];
export type Metric = Dora[MetricName];
export type Source = NonNullable<Metric["source"]>;
export type Actor = Cohort["actor"];

export interface Page<T> {
  items: T[];
  total: number;
  page: number;
  page_size: number;
  next_cursor: string | null;
}
