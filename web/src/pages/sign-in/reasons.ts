interface Reason {
  title: string;
  next: string;
}

const AGAIN = "Try again from here; each attempt works once and for a few minutes.";
const REASONS: Record<string, Reason> = {
  ACCESS_DENIED: { title: "You did not agree at the provider.", next: "Nothing was shared. Try again, or use a password." },
  ACCOUNT_DISABLED: { title: "This account is disabled.", next: "An administrator can enable it again." },
  EMAIL_NOT_VERIFIED: { title: "The provider has not verified your e-mail address.", next: "Verify it there, then try again." },
  IDENTITY_TAKEN: { title: "That account is linked to somebody else here.", next: "Sign in with it, or link another one." },
  LINK_REQUIRED: {
    title: "An account with your e-mail address exists already.",
    next: "Sign in to it the way you did before, then link the provider on the account page.",
  },
  NOT_INVITED: { title: "This server takes nobody who was not invited.", next: "Ask the person who runs it for an invitation." },
  STATE_MISMATCH: { title: "This sign-in was begun in another browser, or too long ago.", next: AGAIN },
  PROVIDER_FAILED: { title: "The provider could not be reached.", next: "Try again in a moment, or use a password." },
};

/** A code that is unknown here still shows, in letters that can be no sentence of somebody else's. */
export const reasonOf = (code: string): Reason =>
  REASONS[code.toUpperCase()] ?? {
    title: /^[A-Za-z_]{1,40}$/.test(code) ? `The sign-in was refused (${code}).` : "The sign-in was refused.",
    next: AGAIN,
  };
