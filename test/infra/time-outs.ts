// How long an AWS call may take with its retries, read from the sources, which alone contain it.
import { lineAt, type SourceFile } from './source.ts';

const CLIENT = /new \w+Client\((?:bounded\(\{[^}]*\}\))?[^)]*\)/g;
const number = (text: string, name: string): number =>
  Number(new RegExp(`\\b${name}: ([\\d_]+)`).exec(text)?.[1]?.replaceAll('_', ''));

const isBounded = (client: string): boolean =>
  /\(bounded\(/.test(client) && !Number.isNaN(number(client, 'maxAttempts') + number(client, 'requestTimeout'));

/** SDK clients without a time limit: the default, and also those whose requestTimeout only warns. */
export function unlimitedClients({ path, text }: SourceFile): string[] {
  if (!path.startsWith('lambdas/') || path.endsWith('.test.ts')) return [];
  return [...text.matchAll(CLIENT)]
    .filter(([client]) => !isBounded(client))
    .map(({ index }) => `${path}:${lineAt(text, index)} new client`);
}

/** Maximum time of one call through this file, connecting included; the pauses between retries are under a second. */
export function sdkSeconds({ text }: SourceFile): number {
  const clients = [...text.matchAll(CLIENT)].map(
    ([client]) => number(client, 'maxAttempts') * number(client, 'requestTimeout'),
  );
  // lambdas/shared/aws/signed-call.ts
  const retries = /const RETRIES = (\d+)/.exec(text)?.[1];
  const timeoutMs = /timeoutMs = (\d+)/.exec(text)?.[1];
  const signed = retries && timeoutMs ? (Number(retries) + 1) * Number(timeoutMs) : 0;
  return Math.max(0, signed, ...clients.filter((time) => !Number.isNaN(time))) / 1000;
}
