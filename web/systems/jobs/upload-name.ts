/** Keeps what the API takes as a name: URLs and keys of a bucket must not need escapes. */
export const uploadName = (filename: string): string =>
  filename
    .normalize('NFKD')
    .replaceAll(/[^\w .()-]/g, '_')
    .replace(/^[^\w]/, '_')
    .slice(0, 200) || 'file';
