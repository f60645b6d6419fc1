const NEVER = new Set(["javascript:", "data:", "blob:", "vbscript:", "about:"]);

/** An app's own address may be of any scheme (cursor://…), but never one that would run or show something as this site. */
export const mayLeaveFor = (address: string): boolean => URL.canParse(address) && !NEVER.has(new URL(address).protocol);

/** Go where the server sends the reader after a decision. */
export function leaveFor(address: string): void {
  if (!mayLeaveFor(address)) throw new Error("The app’s address cannot be opened.");
  window.location.assign(address);
}
