// The small AWS client: what it sends, which responses it accepts, and that each attempt ends.
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { signedCall } from './signed-call.ts';

const before = process.env;
let server: Server | undefined;

afterEach(() => {
  process.env = before;
  server?.closeAllConnections();
  server?.close();
});

/** Answers the requests of this test and returns them in order of arrival. */
async function aws(answer: (tries: number) => RequestListener): Promise<IncomingMessage[]> {
  const requests: IncomingMessage[] = [];
  const started = createServer((request, response) => {
    requests.push(request);
    answer(requests.length)(request, response);
  });
  server = started;
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
  const AWS_ENDPOINT_URL = `http://127.0.0.1:${(started.address() as AddressInfo).port}`;
  const keys = { AWS_ACCESS_KEY_ID: 'AKID', AWS_SECRET_ACCESS_KEY: 'secret', AWS_SESSION_TOKEN: 'session' };
  process.env = { ...before, AWS_ENDPOINT_URL, AWS_REGION: 'eu-north-1', ...keys };
  return requests;
}

const get = (timeoutMs?: number, withinMs?: number) =>
  signedCall<{ Item: object }>('dynamodb', 'DynamoDB_20120810.GetItem', { TableName: 'dishes' }, timeoutMs, withinMs);

test('signs the call for its service and region', async () => {
  const requests = await aws(() => (_, response) => response.end('{"Item":{}}'));
  expect(await get()).toEqual({ Item: {} });
  const { method, headers } = requests[0] ?? {};
  expect(method).toBe('POST');
  expect(headers).toMatchObject({
    'x-amz-target': 'DynamoDB_20120810.GetItem',
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-security-token': 'session',
    authorization: expect.stringMatching(
      /^AWS4-HMAC-SHA256 Credential=AKID\/\d{8}\/eu-north-1\/dynamodb\/aws4_request/,
    ),
  });
});

test('a throttle and a fault are tried again, a refusal is an error of its name', async () => {
  const answers = [
    [400, '{"__type":"com.amazonaws.dynamodb#ProvisionedThroughputExceededException"}'],
    [500, 'gone'],
    [200, '{"Item":{}}'],
    [400, '{"__type":"com.amazonaws.dynamodb#ResourceNotFoundException"}'],
  ] as const;
  const requests = await aws((tries) => (_, response) => {
    const [status, text] = answers[tries - 1] ?? [500, ''];
    response.writeHead(status).end(text);
  });
  expect(await get()).toEqual({ Item: {} });
  await expect(get()).rejects.toMatchObject({ name: 'ResourceNotFoundException', status: 400 });
  expect(requests).toHaveLength(4);
});

test('each of three tries against a dripping peer ends at its deadline', async () => {
  const requests = await aws(() => (_, response) => {
    response.writeHead(200);
    const drip = setInterval(() => response.write(' '), 30);
    response.on('close', () => clearInterval(drip));
  });
  await expect(get(200)).rejects.toThrow('DynamoDB_20120810.GetItem took over 200 ms');
  expect(requests).toHaveLength(3);
});

test('tries end together at the deadline of all, however many are left', async () => {
  const requests = await aws(() => () => {});
  await expect(get(1000, 200)).rejects.toThrow('took over');
  expect(requests).toHaveLength(1);
});

test('an answer without an end is ended at the limit', async () => {
  await aws(() => (_, response) => {
    response.writeHead(200);
    const pour = () => {
      while (!response.destroyed && response.write(' '.repeat(65_536)));
    };
    response.on('drain', pour);
    pour();
  });
  await expect(get(20_000)).rejects.toThrow('more than 1048576 bytes');
});
