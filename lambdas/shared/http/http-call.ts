// One HTTP request to another company's server: sends JSON, returns text, with time and size limits.
import { exchange, type Reply } from '../base/waits/exchange.ts';

export interface HttpCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The status decides: the response's body is not awaited, and the text is empty. */
  readonly statusOnly?: boolean;
  /** Aborts the request at once. */
  readonly signal?: AbortSignal;
  readonly timeoutMs: number;
}

export type HttpReply = Reply;

/** Rejects when no complete response arrives within the time limit; whether the request took effect is then unknown. */
export function httpCall({ method, url, headers, body, statusOnly, signal, timeoutMs }: HttpCall): Promise<HttpReply> {
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
    statusOnly,
    signal,
    timeoutMs,
  });
}
