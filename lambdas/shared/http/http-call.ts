// One HTTP request to another company's server: JSON goes, text comes, within a time and a size.
import { exchange, type Reply } from '../base/exchange.ts';

export interface HttpCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Ends the request at once. */
  readonly signal?: AbortSignal;
  readonly timeoutMs: number;
}

export type HttpReply = Reply;

/** Rejects when there was no whole answer within the time; what has come of the request is unknown then. */
export function httpCall({ method, url, headers, body, signal, timeoutMs }: HttpCall): Promise<HttpReply> {
  const target = new URL(url);
  return exchange({
    name: `${method} ${target.hostname}`,
    method,
    url: target,
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
      ...headers,
    },
    body,
    signal,
    timeoutMs,
  });
}
