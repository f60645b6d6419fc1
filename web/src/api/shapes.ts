// Shapes of routes that openapi.json does not describe yet.
import type { ScopeName } from "./types";

export interface Listed<T> {
  items: T[];
  total: number;
  page: number;
  page_size: number;
}

export interface Provider {
  name: string;
  label: string;
}

export interface Identity {
  id: string;
  provider: string;
  issuer: string;
  email: string | null;
  created_at: string;
  last_used_at: string | null;
}

export interface Connection {
  id: string;
  client_name: string;
  redirect_host: string;
  scopes: ScopeName[];
  created_at: string;
  last_used_at: string | null;
}

export interface ConsentRequest {
  client: {
    name: string;
    redirect_host: string;
    kind: "registered" | "metadata" | "dynamic";
    verified: boolean;
    logo_uri: null;
  };
  scopes: { name: ScopeName; description: string }[];
  resource: string;
  expires_at: string;
  warnings: string[];
}

export interface Webhook {
  id: string;
  organization_id: string;
  url: string;
  description: string;
  event_types: string[];
  enabled: boolean;
  disabled_reason: "gone" | "failing" | "secret_unreadable" | null;
  failing_since: string | null;
  created_at: string;
  updated_at: string;
  version: number;
}

export type IssuedWebhook = Webhook & { secret: string };
export type NewWebhook = Pick<Webhook, "organization_id" | "url" | "description" | "event_types" | "enabled">;

export interface Delivery {
  id: string;
  event_id: string;
  event_type: string;
  state: "pending" | "succeeded" | "failed";
  attempts: number;
  response_status: number | null;
  response_ms: number | null;
  response_excerpt: string | null;
  error:
    | "status"
    | "refused"
    | "name"
    | "connection"
    | "timeout"
    | "size"
    | "answer"
    | "secret_unreadable"
    | "disabled"
    | null;
  next_attempt_at: string | null;
  created_at: string;
  finished_at: string | null;
}

