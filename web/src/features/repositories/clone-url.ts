/** Tell a URL to clone from a folder: a scheme, or the user@host:path form that git takes. */
export const isCloneUrl = (location: string): boolean => /^[a-z][a-z0-9+.-]*:\/\//i.test(location) || /^[\w.-]+@[\w.-]+:/.test(location);
