/** Replaces characters that the API refuses in a name: bucket URLs and keys must not need escapes. */
export const uploadName = (filename: string): string =>
  filename
    .normalize('NFKD')
    .replaceAll(/[^\w .()-]/g, '_')
    .replace(/^[^\w]/, '_')
    .slice(0, 200) || 'file';
