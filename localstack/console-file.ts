// A file of the console's bucket: its content type, and its cache lifetime.
import { extname } from 'node:path';
import { Failure } from './failure.ts';

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

/** Pictures of products: in this bucket, but not part of this build. */
export const PICTURES = 'assets/products/';

export function headersOf(key: string): { ContentType: string; CacheControl: string } {
  const ContentType = contentTypes[extname(key)];
  if (!ContentType)
    throw new Failure(
      `dist/web/${key} has a file type without a content type`,
      'Add it to contentTypes in localstack/console-file.ts.',
    );
  // A file with esbuild's content hash in its name never changes; any other is revalidated each time.
  return {
    ContentType,
    CacheControl: /^assets\/.*-[A-Z0-9]{8}\.\w+$/.test(key) ? 'public, max-age=31536000, immutable' : 'no-cache',
  };
}
