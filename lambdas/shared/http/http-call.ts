// One HTTP request to another company's server, with an end: over node:http, which a Lambda loads four times as fast as fetch.
import http from 'node:http';
import https from 'node:https';

const agents = { 'http:': new http.Agent({ keepAlive: true }), 'https:': new https.Agent({ keepAlive: true }) };
/** What anybody may send back; more ends the connection. */
const MAX_BYTES = 1024 * 1024;

export interface HttpCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Ends the request at once. */
  readonly signal?: AbortSignal;
  readonly timeoutMs: number;
}

export interface HttpReply {
  readonly status: number;
  readonly text: string;
}

/** Rejects when there was no whole answer within the time; what has come of the request is unknown then. */
export function httpCall({ method, url, headers, body, signal, timeoutMs }: HttpCall): Promise<HttpReply> {
  const { protocol, hostname, port, pathname, search } = new URL(url);
  const transport = protocol === 'http:' ? http : https;
  return new Promise((resolve, reject) => {
    const request = transport.request(
      {
        host: hostname,
        port,
        method,
        path: pathname + search,
        headers: {
          ...(body !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
          ...headers,
        },
        agent: agents[protocol as keyof typeof agents],
        ...(signal && { signal }),
      },
      (response) => {
        const chunks: Buffer[] = [];
        let bytes = 0;
        response.on('data', (chunk: Buffer) => {
          chunks.push(chunk);
          bytes += chunk.length;
          if (bytes > MAX_BYTES) request.destroy(new Error(`${hostname} answered more than ${MAX_BYTES} bytes`));
        });
        response.on('error', reject);
        response.on('end', () => {
          clearTimeout(deadline);
          resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() });
        });
      },
    );
    // A socket's own time-out begins anew with every byte.
    const deadline = setTimeout(
      () => request.destroy(new Error(`${method} ${hostname} took over ${timeoutMs} ms`)),
      timeoutMs,
    );
    request.on('error', (error) => {
      clearTimeout(deadline);
      reject(error);
    });
    request.end(body);
  });
}
