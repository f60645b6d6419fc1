import { consolePath } from "../../api/place";

/** Only a path inside the console; anything else would let a link send people elsewhere after sign-in. */
export const safeNext = (next: string | null): string => (next && /^\/(?![/\\])/.test(next) ? next : "/");

/** The same for an address that is written with the console's own path in front, as the server writes it. */
export function ownPath(address: string | null, base: string = consolePath): string {
  if (address === null || !address.startsWith(`${base}/`)) return "/";
  return safeNext(address.slice(base.length));
}

/** Where the reader was going, in either of the two ways of writing it. */
export const destination = (params: URLSearchParams): string =>
  params.has("return_to") ? ownPath(params.get("return_to")) : safeNext(params.get("next"));
