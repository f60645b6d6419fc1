import { consumeFragment } from "../../features/sign-in/consume-fragment";

const KEY = "quarterdeck.invitation";

/** The token of the link. Kept for this tab, since a sign-in at a provider leaves the page and comes back to it. */
export function invitationToken(): string | null {
  const token = consumeFragment().get("token");
  try {
    if (token) sessionStorage.setItem(KEY, token);
    return token ?? sessionStorage.getItem(KEY);
  } catch {
    return token; // storage may be closed to us
  }
}

export function forgetInvitation(): void {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // as above
  }
}
