export const LIFETIMES = ["7", "30", "90", "365"] as const;
export type Lifetime = (typeof LIFETIMES)[number];

const DAY_MS = 86_400_000;

/** The instant a key of this many days ends, as the API writes instants. */
export const expiry = (lifetime: Lifetime, now: number = Date.now()): string =>
  new Date(now + Number(lifetime) * DAY_MS).toISOString();
