import { serverRoot } from "./place";
import { isRemembered, remember } from "./remembered";

const RENEW = `${serverRoot}/api/v1/auth/refresh`;
const LOCK = "quarterdeck.renewal";

// These answer 401 to what the reader typed, not to a session that ran out.
const WAYS_IN = /\/api\/v1\/auth\/(login|sign-in-link|validate-token|refresh|logout)$/;

export const isWayIn = (url: string): boolean => WAYS_IN.test(new URL(url).pathname);

let underWay: Promise<boolean> | null = null;

/** The renewing cookie works once, so that two tabs must not send it at the same time. */
const oneTab = async (task: () => Promise<boolean>): Promise<boolean> =>
  "locks" in navigator ? navigator.locks.request(LOCK, task) : task();

async function askForRenewal(): Promise<boolean> {
  const answer = await fetch(RENEW, { method: "POST", credentials: "same-origin" });
  if (answer.status === 401) remember(false);
  return answer.ok;
}

/** Calls that fail together are renewed together. */
function renew(): Promise<boolean> {
  underWay ??= oneTab(askForRenewal)
    .catch(() => false)
    .finally(() => (underWay = null));
  return underWay;
}

/** Fetch; when the session has run out renew it without a word, and ask once more. */
export async function renewing(request: Request): Promise<Response> {
  if (!isRemembered() || isWayIn(request.url)) return fetch(request);
  const second = request.clone(); // a body can be read once
  const answer = await fetch(request);
  return answer.status === 401 && (await renew()) ? fetch(second) : answer;
}
