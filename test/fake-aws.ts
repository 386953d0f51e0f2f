// A server in the place of AWS for the tests of a file, and the environment in which the code under test finds it.
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll } from '@jest/globals';

/** `variables`: names of resources, as a function is bound to them. */
export function fakeAws(answer: RequestListener, variables: Readonly<Record<string, string>> = {}): void {
  const before = process.env;
  let server: Server;
  beforeAll(async () => {
    server = createServer(answer);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    process.env = {
      ...before,
      AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      ...variables,
    };
  });
  afterAll(() => {
    process.env = before;
    server.closeAllConnections();
    server.close();
  });
}
