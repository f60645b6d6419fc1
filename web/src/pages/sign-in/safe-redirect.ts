import { consolePath } from "../../api/base-urls";

/** Only a path inside the console; anything else would let a link send people elsewhere after sign-in. */
export const safeRedirect = (next: string | null): string => (next && /^\/(?![/\\])/.test(next) ? next : "/");

const PLAIN = "/console";

/** The same for an address that the server wrote: with the console's path in front, under the server's base or without. */
export function safeServerRedirect(address: string | null, base: string = consolePath): string {
  const front = [base, PLAIN].find((path) => address?.startsWith(`${path}/`));
  return address === null || front === undefined ? "/" : safeRedirect(address.slice(front.length));
}

/** Where the reader was going, in either of the two ways of writing it. */
export const redirectTarget = (params: URLSearchParams): string =>
  params.has("return_to") ? safeServerRedirect(params.get("return_to")) : safeRedirect(params.get("next"));
