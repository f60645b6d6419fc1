interface Reason {
  title: string;
  next: string;
}

const AGAIN = "Try again from here; each attempt works once and for a few minutes.";
const LATER = "Try again in a moment, or use a password.";
const REASONS: Record<string, Reason> = {
  ACCOUNT_DISABLED: { title: "This account is disabled.", next: "An administrator can enable it again." },
  ACCOUNT_EXISTS: {
    title: "An account with your e-mail address exists already.",
    next: "Sign in to it the way you did before, then link the provider on the account page.",
  },
  EMAIL_NOT_ALLOWED: {
    title: "This server takes no account with your e-mail address.",
    next: "Ask the person who runs it to allow the address.",
  },
  EMAIL_NOT_VERIFIED: {
    title: "The provider does not confirm that the e-mail address is yours.",
    next: "Confirm it there, then try again.",
  },
  IDENTITY_TAKEN: { title: "That account is linked to somebody else here.", next: "Sign in with it, or link another one." },
  INVALID_PROVIDER_PROOF: { title: "What the provider sent does not prove who signed in.", next: AGAIN },
  INVALID_STATE: { title: "This sign-in was begun in another browser, or too long ago.", next: AGAIN },
  INVALID_TEMPORARY_TOKEN: { title: "This sign-in was finished before, or took too long at its last step.", next: AGAIN },
  LINK_INTERRUPTED: { title: "You were signed out while linking.", next: "Sign in, and begin again." },
  PROVIDER_NOT_FOUND: {
    title: "This server is not set up for that provider.",
    next: "Choose another way to sign in.",
  },
  PROVIDER_REFUSED: { title: "The provider did not accept the sign-in.", next: "An administrator should check its settings." },
  PROVIDER_UNAVAILABLE: { title: "The provider did not answer properly.", next: LATER },
  RATE_LIMITED: { title: "That were too many attempts.", next: LATER },
  SIGN_IN_CANCELLED: { title: "You did not agree at the provider.", next: "Nothing was shared. Try again, or use a password." },
  SIGN_UP_NOT_ALLOWED: {
    title: "You have no account here, and this server makes none by itself.",
    next: "Ask the person who runs it for an invitation.",
  },
};

/** A code that is unknown here still shows, in letters that can be no sentence of somebody else's. */
export const explainSignInError = (code: string): Reason =>
  REASONS[code.toUpperCase()] ?? {
    title: /^[A-Za-z_]{1,40}$/.test(code) ? `The sign-in was refused (${code}).` : "The sign-in was refused.",
    next: AGAIN,
  };
