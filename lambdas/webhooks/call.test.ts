// Calls of endpoints: which addresses are never contacted, and what a bad endpoint cannot make us do.
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { isIP } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { hostileAddresses, hostileUrls } from '../../test/hostile-urls.ts';
import { call as callUrl, type Limits } from './call.ts';

const PRIVATE = { error: 'the host resolves to a private address' };

/** Requests received, and the response to the next one. */
const got: { path: string | undefined; host: string | undefined; body: string }[] = [];
let answer: (response: http.ServerResponse) => void;
let connections = 0;
let port: number;
const server = http.createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    got.push({ path: request.url, host: request.headers.host, body: Buffer.concat(chunks).toString() });
    answer(response);
  });
});
server.on('connection', () => {
  connections += 1;
});
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  got.length = 0;
  connections = 0;
  answer = (response) => response.writeHead(200).end();
});

const call = (url: string, limits: Limits = {}) =>
  callUrl({ url, headers: { 'content-type': 'application/json' }, body: '{"a":1}' }, { timeoutMs: 1000, ...limits });
const resolvesTo = (...addresses: string[]) => ({ resolve: async () => addresses });
/** A name only this test resolves, allowed by configuration. */
const allowed = (): { url: string; limits: Limits } => ({
  url: `http://receiver.test:${port}/hook?a=1`,
  limits: { receiver: `http://receiver.test:${port}`, ...resolvesTo('127.0.0.1') },
});

test('connects to the address that was looked up, once, and to no other', async () => {
  const { url, limits } = allowed();
  let lookups = 0;
  const resolve = async () => {
    lookups += 1;
    return lookups === 1 ? ['127.0.0.1'] : ['192.0.2.1'];
  };
  expect(await call(url, { ...limits, resolve })).toEqual({ status: 200 });
  expect(lookups).toBe(1);
  expect(got).toEqual([{ path: '/hook?a=1', host: `receiver.test:${port}`, body: '{"a":1}' }]);
});

test('a name that is public when it is judged and private a moment later does not get there', async () => {
  const answers = [['8.8.8.8'], ['127.0.0.1']];
  const resolve = async () => answers.shift() ?? ['127.0.0.1'];
  expect(await call(`http://rebinding.test:${port}/`, { resolve, timeoutMs: 300 })).toEqual({
    error: expect.any(String),
  });
  expect([connections, answers.length]).toEqual([0, 1]);
});

describe('nothing is connected to', () => {
  test.each(hostileAddresses.filter((address) => isIP(address)))('%s, whatever the name', async (address) => {
    expect(await call(`http://hostile.test:${port}/`, resolvesTo(address))).toEqual(PRIVATE);
    expect(await call(`http://hostile.test:${port}/`, resolvesTo('8.8.8.8', address))).toEqual(PRIVATE);
    expect(connections).toBe(0);
  });

  const privateUrls = hostileUrls.find(([reason]) => reason === 'private')?.[1] ?? [];
  test.each(privateUrls)('%s', async (url) => {
    expect(await call(url)).toEqual(PRIVATE);
  });

  test('a neighbour of the allowed origin: another port, scheme or name for it', async () => {
    const { limits } = allowed();
    for (const url of [
      `http://receiver.test:${port + 1}/`,
      `https://receiver.test:${port}/`,
      `http://receiver.test.:${port}/`,
      `http://localhost:${port}/`,
      `http://127.0.0.1:${port}/`,
      `http://receiver.test:${port}@localhost:${port}/`,
    ])
      expect([url, await call(url, limits)]).toEqual([url, PRIVATE]);
    expect(connections).toBe(0);
  });

  test.each(['ftp://example.com/', 'file:///etc/passwd', 'nonsense'])('%s', async (url) => {
    expect(await call(url, resolvesTo('8.8.8.8'))).toEqual({ error: expect.any(String) });
  });
});

describe('an endpoint', () => {
  test.each([301, 302, 303, 307, 308])('that redirects with %d is not followed', async (status) => {
    answer = (response) => response.writeHead(status, { location: `http://127.0.0.1:${port}/elsewhere` }).end();
    const { url, limits } = allowed();
    expect(await call(url, limits)).toEqual({
      status,
      error: `it redirects (${status}) to http://127.0.0.1:${port}/elsewhere, which is not followed: register that address`,
    });
    expect(got).toHaveLength(1);
  });

  test.each([
    [302, {}],
    [304, {}],
    [201, { location: '/orders/1' }],
  ])('that answers %d with %j redirects nowhere', async (status, headers) => {
    answer = (response) => response.writeHead(status, headers).end();
    const { url, limits } = allowed();
    expect(await call(url, limits)).toEqual({ status });
  });

  test('that redirects to a long address is logged shortly', async () => {
    answer = (response) => response.writeHead(307, { location: `/${'x'.repeat(5000)}` }).end();
    const { url, limits } = allowed();
    expect((await call(url, limits)).error).toBe(
      `it redirects (307) to /${'x'.repeat(199)}, which is not followed: register that address`,
    );
  });

  test.each(['120', 'Sun, 01 Mar 2026 09:00:00 GMT'])('that asks to be called again after %s', async (after) => {
    answer = (response) => response.writeHead(503, { 'retry-after': after }).end();
    const { url, limits } = allowed();
    expect(await call(url, limits)).toEqual({ status: 503, retryAfter: after });
  });

  test('is decided by its status, although its body never comes or breaks off', async () => {
    const { url, limits } = allowed();
    for (const end of [() => {}, (response: http.ServerResponse) => setTimeout(() => response.destroy(), 5)]) {
      answer = (response) => {
        response.writeHead(202, { 'content-length': 100 });
        response.write('x');
        end(response);
      };
      expect(await call(url, limits)).toEqual({ status: 202 });
    }
  });

  test('that does not answer is given up after the time-out', async () => {
    answer = () => {};
    const { url, limits } = allowed();
    expect(await call(url, { ...limits, timeoutMs: 200 })).toEqual({ error: 'no answer within 0.2 s' });
  });

  test('that sends its headers byte by byte is given up after the time-out', async () => {
    answer = (response) => {
      const timer = setInterval(() => response.socket?.write('x'), 10);
      response.socket?.on('close', () => clearInterval(timer)).write('HTTP/1.1 200 OK\r\nx: ');
    };
    const { url, limits } = allowed();
    expect(await call(url, { ...limits, timeoutMs: 200 })).toEqual({ error: 'no answer within 0.2 s' });
  });

  test('whose name server does not answer is given up after the time-out', async () => {
    const resolve = () => new Promise<never>(() => {});
    expect(await call('http://slow.test/', { resolve, timeoutMs: 200 })).toEqual({ error: 'no answer within 0.2 s' });
  });

  test('that answers without end is read no further than its headers', async () => {
    let closed = () => {};
    const ended = new Promise<void>((resolve) => {
      closed = resolve;
    });
    answer = (response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write('x'.repeat(10_000)), 1);
      response.on('close', () => {
        clearInterval(timer);
        closed();
      });
    };
    const { url, limits } = allowed();
    expect(await call(url, limits)).toEqual({ status: 200 });
    await ended;
  });

  test('that cannot be reached is reported with the reason', async () => {
    const limits = { receiver: 'http://receiver.test:1', ...resolvesTo('127.0.0.1') };
    expect(await call('http://receiver.test:1/', limits)).toEqual({ error: 'the connection was refused' });
    const resolve = async () => {
      throw Object.assign(new Error('no'), { code: 'ENOTFOUND' });
    };
    expect(await call('http://nobody.test/', { resolve })).toEqual({ error: 'the host is unknown' });
  });
});
