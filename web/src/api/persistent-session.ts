const KEY = "quarterdeck.remembered";

/**
 * Whether this browser was given the cookie that renews a session. Scripts cannot see the cookie itself, and a
 * stranger's every 401 must not ask the server for a renewal that cannot come.
 */
export function hasPersistentSession(): boolean {
  try {
    return localStorage.getItem(KEY) === "yes";
  } catch {
    return false; // storage may be closed to us: then the reader signs in again
  }
}

export function setPersistentSession(yes: boolean): void {
  try {
    if (yes) localStorage.setItem(KEY, "yes");
    else localStorage.removeItem(KEY);
  } catch {
    // as above
  }
}
