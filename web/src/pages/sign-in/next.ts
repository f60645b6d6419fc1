/** Only a path inside the console; anything else would let a link send people elsewhere after sign-in. */
export const safeNext = (next: string | null): string => (next && /^\/(?![/\\])/.test(next) ? next : "/");
