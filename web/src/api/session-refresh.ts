import { serverRoot } from "./base-urls";
import { hasPersistentSession, setPersistentSession } from "./persistent-session";

const REFRESH_URL = `${serverRoot}/api/v1/auth/refresh`;
const LOCK = "quarterdeck.renewal";

// These answer 401 to what the reader typed, not to a session that ran out.
const SIGN_IN_PATHS = /\/api\/v1\/auth\/(login|sign-in-link|validate-token|refresh|logout)$/;

export const isSignInUrl = (url: string): boolean => SIGN_IN_PATHS.test(new URL(url).pathname);

let inFlight: Promise<boolean> | null = null;

/** The renewing cookie works once, so that two tabs must not send it at the same time. */
const withTabLock = async (task: () => Promise<boolean>): Promise<boolean> =>
  "locks" in navigator ? navigator.locks.request(LOCK, task) : task();

async function requestRefresh(): Promise<boolean> {
  const answer = await fetch(REFRESH_URL, { method: "POST", credentials: "same-origin" });
  if (answer.status === 401) setPersistentSession(false);
  return answer.ok;
}

/** Calls that fail together are renewed together. */
function refreshSession(): Promise<boolean> {
  inFlight ??= withTabLock(requestRefresh)
    .catch(() => false)
    .finally(() => (inFlight = null));
  return inFlight;
}

/** Fetch; when the session has run out renew it without a word, and ask once more. */
export async function fetchWithRefresh(request: Request): Promise<Response> {
  if (!hasPersistentSession() || isSignInUrl(request.url)) return fetch(request);
  const second = request.clone(); // a body can be read once
  const answer = await fetch(request);
  return answer.status === 401 && (await refreshSession()) ? fetch(second) : answer;
}
