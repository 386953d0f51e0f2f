// An outside client of the deployed application: it has only the outputs file and HTTP.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { AdminAddUserToGroupCommand, CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';

export interface Outputs {
  readonly consoleUrl: string;
  readonly apiUrl: string;
  readonly apiDirectUrl: string;
  readonly endpoint: string;
  readonly region: string;
  readonly userPoolId: string;
  readonly userPoolClientId: string;
  /** The only origin outside the public internet that webhooks may call. */
  readonly webhookReceiver: string;
}

export const outputs = JSON.parse(
  readFileSync(process.env.SYSTEM_DESIGN_OUTPUTS ?? '.local/outputs.json', 'utf8'),
) as Outputs;

/** SDK configuration for the emulator's root user. */
export const root = {
  endpoint: outputs.endpoint,
  region: outputs.region,
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
};

export interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly bytes: Buffer;
  // biome-ignore lint/suspicious/noExplicitAny: a test asserts on the raw answer, whatever its shape
  readonly body: any;
}

export interface Ask {
  readonly token?: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  /** Bypasses the CDN. */
  readonly direct?: boolean;
}

const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });

/** `ask('POST', '/api/links', {...})`; never follows a redirect. Node may not resolve `*.localhost`, so the Host header has it. */
export function ask(
  method: string,
  path: string,
  { token, body, headers = {}, direct = false }: Ask = {},
): Promise<Answer> {
  const base = new URL(direct ? outputs.apiDirectUrl.replace(/\/api$/, '') : outputs.consoleUrl);
  const isText = typeof body === 'string' || body === undefined || Buffer.isBuffer(body);
  const text = isText ? body : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const request = http.request(
      {
        host: '127.0.0.1',
        port: base.port,
        path: base.pathname.replace(/\/$/, '') + path,
        method,
        agent,
        headers: {
          host: base.host,
          ...(text !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
          ...(token && { authorization: `Bearer ${token}` }),
          ...headers,
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const bytes = Buffer.concat(chunks);
          const isJson = /json/.test(response.headers['content-type'] ?? '') && bytes.length > 0;
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            bytes,
            body: isJson ? JSON.parse(bytes.toString()) : bytes.toString(),
          });
        });
      },
    );
    request.on('error', reject);
    request.end(text);
  });
}

export const unique = (): string => randomBytes(6).toString('hex');

export interface Person {
  readonly userId: string;
  readonly email: string;
  readonly password: string;
  readonly token: string;
  readonly refreshToken: string;
}

/** Makes a person with the given roles, granted as an administrator does before signing in, since the token lists them. */
export async function newPerson(...roles: readonly ('admin' | 'merchant' | 'driver')[]): Promise<Person> {
  const email = `p-${unique()}@example.com`;
  const password = `Pass-${unique()}-9A`;
  const { status, body } = await ask('POST', '/api/users', { body: { email, password, displayName: 'A tester' } });
  if (status !== 201) throw new Error(`sign-up answered ${status}: ${JSON.stringify(body)}`);
  for (const GroupName of roles) {
    const addToGroup = { UserPoolId: outputs.userPoolId, Username: email, GroupName };
    await new CognitoIdentityProviderClient(root).send(new AdminAddUserToGroupCommand(addToGroup));
  }
  const session = await ask('POST', '/api/sessions', { body: { email, password } });
  return {
    userId: body.userId,
    email,
    password,
    token: session.body.accessToken,
    refreshToken: session.body.refreshToken,
  };
}

export async function newLink(person: Person, wish: Record<string, unknown> = {}): Promise<Answer['body']> {
  const { status, body } = await ask('POST', '/api/links', {
    token: person.token,
    body: { url: `https://example.com/${unique()}`, ...wish },
  });
  if (status !== 201) throw new Error(`the link was refused with ${status}: ${JSON.stringify(body)}`);
  return body;
}

/** Repeats the read until `done`; returns the last value, so that the caller's expectation shows what is missing. */
export async function eventually<Value>(
  read: () => Promise<Value>,
  done: (value: Value) => boolean,
  timeoutMs = 20_000,
): Promise<Value> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const value = await read();
    if (done(value) || performance.now() > deadline) return value;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Works on all items with limited concurrency; returns the results in the items' order. */
export async function bounded<Item, Result>(
  atATime: number,
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const queue = items.entries();
  const worker = async () => {
    for (const [i, item] of queue) results[i] = await work(item);
  };
  await Promise.all(Array.from({ length: atATime }, worker));
  return results;
}

/** Makes `count` values, four at a time. */
export const times = <Value>(count: number, make: (i: number) => Promise<Value>): Promise<Value[]> =>
  bounded(
    4,
    Array.from({ length: count }, (_, i) => i),
    make,
  );
