import type { Option } from "../../ui/select";

export const LIFETIMES = ["7", "30", "90", "365"] as const;
export type Lifetime = (typeof LIFETIMES)[number];

export const LIFETIME_OPTIONS: Option<Lifetime>[] = LIFETIMES.map((id) => ({ id, name: `In ${id} days` }));

const DAY_MS = 86_400_000;
const SOON_MS = 14 * DAY_MS;

/** The instant a key of this many days ends, as the API writes instants. */
export const expiry = (lifetime: Lifetime, now: number = Date.now()): string =>
  new Date(now + Number(lifetime) * DAY_MS).toISOString();

/** How near its end a key is: one that ends within a fortnight is best rotated now. */
export function nearness(expires_at: string, now: number = Date.now()): "over" | "soon" | "far" {
  const left = Date.parse(expires_at) - now;
  if (left <= 0) return "over";
  return left < SOON_MS ? "soon" : "far";
}
