// Slow, endless or absent peers: every exchange ends within its time and size limits.
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { exchange, MAX_BYTES } from './exchange.ts';

let server: Server | undefined;
/** Settles when the peer's side of a connection is closed, one per connection. */
let closed: Promise<unknown>;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function peer(answer: RequestListener): Promise<URL> {
  const started = createServer(answer);
  server = started;
  closed = new Promise((resolve) => started.once('connection', (socket) => socket.once('close', resolve)));
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
  return new URL(`http://127.0.0.1:${(started.address() as AddressInfo).port}/dishes?hot=true`);
}

const TIMEOUT_MS = 500;
const ask = (
  url: URL,
  more: { method?: string; body?: string; signal?: AbortSignal; timeoutMs?: number; statusOnly?: boolean } = {},
) => exchange({ name: 'GET dishes', method: 'GET', url, headers: {}, timeoutMs: TIMEOUT_MS, ...more });

/** How long the exchange took to fail, in ms, and with which message. */
async function failure(asked: Promise<unknown>): Promise<{ ms: number; message: string }> {
  const startedMs = performance.now();
  const message = await asked.then(
    () => 'none',
    (error: Error) => error.message,
  );
  return { ms: performance.now() - startedMs, message };
}

test('gives the status and the whole text of the answer, and sends what it was given', async () => {
  const url = await peer(async (request, response) => {
    const body = (await request.toArray()).join('');
    response.writeHead(201).write('soup ');
    setTimeout(() => response.end(`${request.method} ${request.url} ${body}`), 50);
  });
  expect(await ask(url, { method: 'POST', body: 'salt' })).toEqual({
    status: 201,
    text: 'soup POST /dishes?hot=true salt',
  });
});

test.each([
  ['never comes', () => {}],
  ['breaks off', (response: ServerResponse) => response.destroy()],
  ['has no end', (response: ServerResponse) => void setInterval(() => response.write('x'.repeat(10_000)), 1).unref()],
])('the status alone is given at once when the body %s, and the connection is closed', async (_, body) => {
  const url = await peer((_request, response) => {
    response.writeHead(202, { 'x-long': 'yes' }).write('x');
    setTimeout(() => body(response), 5);
  });
  expect(await ask(url, { statusOnly: true })).toEqual({ status: 202, text: '' });
  await closed;
});

test('a peer that drips a byte at a time is ended at the deadline', async () => {
  const url = await peer((_, response) => {
    response.writeHead(200);
    const drip = setInterval(() => response.write('x'), 50);
    response.on('close', () => clearInterval(drip));
  });
  const { ms, message } = await failure(ask(url));
  expect(message).toBe(`GET dishes took over ${TIMEOUT_MS} ms`);
  expect(ms).toBeLessThan(TIMEOUT_MS * 4);
  await closed;
});

test('a peer that drips its headers is ended at the deadline', async () => {
  const url = await peer(({ socket }) => {
    socket.write('HTTP/1.1 200 OK\r\n');
    const drip = setInterval(() => socket.write('x-drip: 1\r\n'), 50);
    socket.on('close', () => clearInterval(drip));
  });
  expect((await failure(ask(url))).message).toBe(`GET dishes took over ${TIMEOUT_MS} ms`);
  await closed;
});

test('a peer that never answers is ended at the deadline', async () => {
  const url = await peer(() => undefined);
  const { ms, message } = await failure(ask(url));
  expect(message).toBe(`GET dishes took over ${TIMEOUT_MS} ms`);
  expect(ms).toBeGreaterThan(TIMEOUT_MS - 50);
  await closed;
});

test('a peer that sends too much is ended at the limit, long before the deadline', async () => {
  const url = await peer((_, response) => {
    response.writeHead(200);
    const pour = () => {
      while (!response.destroyed && response.write('x'.repeat(65_536)));
    };
    response.on('drain', pour);
    pour();
  });
  const { message } = await failure(ask(url, { timeoutMs: 20_000 }));
  expect(message).toBe(`GET dishes returned more than ${MAX_BYTES} bytes`);
  await closed;
});

test('takes an answer as large as the limit', async () => {
  const url = await peer((_, response) => response.end('x'.repeat(MAX_BYTES)));
  expect((await ask(url, { timeoutMs: 20_000 })).text).toHaveLength(MAX_BYTES);
});

test('a response that is cut off in the middle is an error', async () => {
  const url = await peer((_, response) => {
    response.writeHead(200, { 'content-length': '100' }).write('half');
    setTimeout(() => response.destroy(), 20);
  });
  expect((await failure(ask(url, { timeoutMs: 20_000 }))).message).toBe('aborted');
});

test('ends at once when it is told to', async () => {
  const url = await peer(() => undefined);
  const { ms, message } = await failure(ask(url, { signal: AbortSignal.timeout(20), timeoutMs: 20_000 }));
  expect(message).toBe('The operation was aborted');
  expect(ms).toBeLessThan(10_000);
  await closed;
});
