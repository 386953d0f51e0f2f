// Formats a short link for reading.

/** People recognise a link by its host and code; the scheme adds nothing. */
export const withoutScheme = (url: string): string => url.replace(/^https?:\/\//, '');
