/** Tell an address to clone from a folder: a scheme, or the user@host:path form that git takes. */
export const isAddress = (place: string): boolean => /^[a-z][a-z0-9+.-]*:\/\//i.test(place) || /^[\w.-]+@[\w.-]+:/.test(place);
