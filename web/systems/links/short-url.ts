// How a short link is read.

/** Links are read by their host and code; the scheme says nothing. */
export const withoutScheme = (url: string): string => url.replace(/^https?:\/\//, '');
