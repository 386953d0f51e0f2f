import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { freePort, isPortFree, listeningInodes, portHolder, portTaken } from './port.ts';

const server = createServer();
let port: number;
beforeEach(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

test('a port somebody listens on is not free, and the next free one is found', async () => {
  expect(await isPortFree(port)).toBe(false);
  expect(await freePort(port)).toBeGreaterThan(port);
});

test('the process that holds a port is found', () => {
  expect(portHolder(port)?.pid).toBe(process.pid);
});

test('only listening sockets of the very port count', () => {
  const table = `  sl  local_address rem_address   st
   0: 0100007F:11D6 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 111 1
   1: 0100007F:11D6 0100007F:9C40 01 00000000:00000000 00:00000000 00000000     0        0 222 1
   2: 0100007F:11D7 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 333 1`;
  expect(listeningInodes(table, 4566)).toEqual(['111']);
});

test('a taken port is reported with its process and both fixes', () => {
  const failure = portTaken(4566, { pid: 7, command: 'python -m http.server' });
  expect(failure.message).toBe('Port 4566 is taken by process 7 (python -m http.server)');
  expect(failure.fix).toContain('kill 7');
  expect(failure.fix).toContain('--endpoint http://localhost:4576');
});
