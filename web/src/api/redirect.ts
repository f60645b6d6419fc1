const UNSAFE_SCHEMES = new Set(["javascript:", "data:", "blob:", "vbscript:", "about:"]);

/** An app's own address may be of any scheme (cursor://…), but never one that would run or show something as this site. */
export const isSafeRedirect = (address: string): boolean => URL.canParse(address) && !UNSAFE_SCHEMES.has(new URL(address).protocol);

/** Go where the server sends the reader after a decision. */
export function redirectTo(address: string): void {
  if (!isSafeRedirect(address)) throw new Error("The app’s address cannot be opened.");
  window.location.assign(address);
}
