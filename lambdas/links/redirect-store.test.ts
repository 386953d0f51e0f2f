// How long a visitor waits for the stream of clicks: a second at most, which the first put of an instance has for itself.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { sendClicks } from './redirect-store.ts';
import { bindings } from './resources.ts';

const before = process.env;
let server: Server;
let puts = 0;

/** A stream that takes connections and never answers. */
beforeEach(async () => {
  puts = 0;
  server = createServer(() => {
    puts += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  process.env = {
    ...before,
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'AKID',
    AWS_SECRET_ACCESS_KEY: 'secret',
    [bindings.clicksStream]: 'clicks',
  };
});

afterEach(() => {
  process.env = before;
  server.closeAllConnections();
  server.close();
});

test('the first put of an instance is one try with all of the time, a later one has several', async () => {
  await expect(sendClicks({ producer: 'p', firstNumber: 1, clicks: [] })).rejects.toThrow('took over');
  expect(puts).toBe(1);
  await expect(sendClicks({ producer: 'p', firstNumber: 2, clicks: [] })).rejects.toThrow('took over');
  expect(puts).toBeGreaterThan(2);
});
