// A merchant's endpoint on the one local address that webhooks may call.
import http from 'node:http';
import { Webhook } from 'standardwebhooks';
import { eventually, outputs, unique } from './client.ts';

export interface Received {
  readonly path: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

export class Receiver {
  readonly all: Received[] = [];
  readonly #server: http.Server;
  readonly #answers = new Map<string, (response: http.ServerResponse) => void>();

  constructor() {
    this.#server = http.createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const path = request.url ?? '';
        this.all.push({ path, headers: request.headers, body: Buffer.concat(chunks).toString() });
        (this.#answers.get(path) ?? ((ok) => ok.writeHead(200).end()))(response);
      });
    });
  }

  /** Listens on the one address, and waits while another test uses it. */
  async listen(): Promise<void> {
    const port = Number(new URL(outputs.webhookReceiver).port);
    const listening = () =>
      new Promise<boolean>((resolve, reject) => {
        const failed = (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' ? resolve(false) : reject(error));
        this.#server.once('error', failed).listen(port, '127.0.0.1', () => {
          this.#server.off('error', failed);
          resolve(true);
        });
      });
    if (!(await eventually(listening, (is) => is, 50_000))) throw new Error(`another process holds port ${port}`);
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /** A distinct URL for each webhook, and the requests it received. */
  endpoint() {
    const path = `/${unique()}`;
    return {
      url: `${outputs.webhookReceiver}${path}`,
      received: () => this.all.filter((one) => one.path === path),
      answer: (how: number | ((response: http.ServerResponse) => void)) => {
        this.#answers.set(path, typeof how === 'number' ? (response) => response.writeHead(how).end() : how);
      },
    };
  }
}

export type Endpoint = ReturnType<Receiver['endpoint']>;

/** The verdict of the public library, which receivers use. */
export function isSigned({ headers, body }: Received, secret: string): boolean {
  try {
    const named = Object.entries(headers).map(([name, value]) => [name, String(value)]);
    new Webhook(secret).verify(body, Object.fromEntries(named));
    return true;
  } catch {
    return false;
  }
}
