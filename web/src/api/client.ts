import createClient, { type Middleware } from "openapi-fetch";
import { serverRoot } from "./base-urls";
import { errorFrom, unreachable } from "./errors";
import type { paths } from "./schema";
import { fetchWithRefresh } from "./session-refresh";

const failuresBecomeErrors: Middleware = {
  async onResponse({ response }) {
    if (response.ok) return;
    const body: unknown = await response.json().catch(() => null);
    throw errorFrom(response.status, response.headers.get("X-Request-ID"), body);
  },
  onError({ error }) {
    return error instanceof TypeError ? unreachable() : (error as Error);
  },
};

export const api = createClient<paths>({ baseUrl: serverRoot, credentials: "same-origin", fetch: fetchWithRefresh });
api.use(failuresBecomeErrors);

/** Unwrap an answer. Failures were thrown before this, so what is left is the typed body. */
export async function body<T>(call: Promise<{ data?: T }>): Promise<T> {
  return (await call).data as T;
}
