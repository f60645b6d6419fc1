import type { components, paths } from "./schema";

type Schemas = components["schemas"];

/** What a route answers with, and one item of it, where two domains call their own things by one name. */
type ResponseOf<Path extends keyof paths> = paths[Path] extends {
  get: { responses: { 200: { content: { "application/json": infer Body } } } };
}
  ? Body
  : never;
type Item<Path extends keyof paths> = ResponseOf<Path> extends { items: (infer One)[] } ? One : never;

export type Me = Schemas["MeOut"];
export type Session = Schemas["SessionOut"];
export type ApiKey = Schemas["ApiKeyOut"];
export type NewApiKey = Schemas["ApiKeyIn"];
export type IssuedApiKey = Schemas["ApiKeyIssued"];
export type ScopeName = ApiKey["scopes"][number];
export type ApiKeyRotation = Schemas["ApiKeyRotation"];
export type User = Schemas["UserOut"];
export type NewUser = Schemas["UserIn"];
export type UserChange = Schemas["UserPatch"];
export type Role = User["role"];
export type Member = Schemas["MemberOut"];
export type NewMember = Schemas["MemberIn"];
export type MemberRole = Member["role"];
export type ConsentRequest = Schemas["AccessRequestOut"];
export type Decision = Schemas["DecisionIn"];
export type Connection = Item<"/api/v1/auth/connections">;
export type Webhook = Schemas["WebhookOut"];
export type IssuedWebhook = Schemas["WebhookIssued"];
export type NewWebhook = Schemas["WebhookIn"];
export type WebhookChange = Schemas["WebhookPatch"];
export type Delivery = Item<"/api/v1/webhooks/{webhook_id}/deliveries">;
export type Provider = Item<"/api/v1/auth/providers">;
export type Identity = Item<"/api/v1/auth/identities">;
export type Invitation = Schemas["InvitationOut"];
export type IssuedInvitation = Schemas["InvitationIssued"];
export type NewInvitation = Schemas["InvitationIn"];
export type InvitationSummary = ResponseOf<"/api/v1/auth/invitations/{token}">;
export type AcceptedInvitation = Schemas["AcceptIn"];
export type InboxSource = Item<"/api/v1/inbox/sources">;
export type IssuedInboxSource = Schemas["SourceIssued"];
export type NewInboxSource = Schemas["SourceIn"];
export type InboxDelivery = Item<"/api/v1/inbox/deliveries">;
export type InboxDeliveryDetails = ResponseOf<"/api/v1/inbox/deliveries/{received_id}">;
export type AuditEvent = Item<"/api/v1/audit">;
export type EventsPage = Schemas["EventsPage"];
export type LogEvent = EventsPage["items"][number];
export type Verdict = Schemas["VerdictOut"];
export type Organization = Schemas["OrganizationOut"];
export type Team = Schemas["TeamOut"];
export type Repository = Schemas["RepositoryOut"];
export type RepositoryDetails = Schemas["RepositoryDetailsOut"];
export type NewRepository = Schemas["RepositoryIn"];
export type RepositoryChange = Schemas["RepositoryPatch"];
export type StrategyKind = NonNullable<Repository["strategy"]["kind"]>;
export type Sync = Schemas["SyncOut"];
export type Job = Schemas["JobOut"];
export type Commit = Schemas["CommitOut"];
export type PullRequest = Schemas["PullRequestOut"];

export type Dora = Schemas["DoraMetrics"];
export type Bucket = Dora["series"][number];
export type Cohort = Dora["cohorts"][number];
export type Caveat = Dora["warnings"][number];
export type Explanation = Schemas["Explanation"];
export type EvidenceRow = Explanation["items"][number];
export type Period = Dora["window"];
export type Granularity = Period["granularity"];
export type MetricName = Explanation["metric"];
export type Metric = Dora[MetricName];
export type Interval = NonNullable<Metric["interval"]>;
export type Source = NonNullable<Metric["source"]>;
export type Actor = Cohort["actor"];

export interface Page<T> {
  items: T[];
  total: number;
  page: number;
  page_size: number;
  next_cursor: string | null;
}
