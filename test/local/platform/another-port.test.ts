// An emulator with data from another port: its stored addresses point to its current port.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateQueueCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startEmulator, stopEmulator } from '../../../localstack/emulator.ts';
import { type Environment, testEnvironment } from '../../../localstack/environment.ts';
import { freePort } from '../../../localstack/port.ts';
import { root } from '../kit/client.ts';

let folder: string;
let environment: Environment;

async function start(preferred: number): Promise<SQSClient> {
  environment = { ...testEnvironment(await freePort(preferred)), folder };
  await startEmulator(environment);
  return new SQSClient({ ...root, endpoint: environment.endpoint?.origin ?? '' });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'another-port-'));
});
afterAll(async () => {
  await stopEmulator(environment);
  await rm(folder, { recursive: true, force: true });
});

test('a queue is found where the emulator listens now, with what was in it', async () => {
  const before = await start(4710);
  const { QueueUrl } = await before.send(new CreateQueueCommand({ QueueName: 'kept' }));
  await before.send(new SendMessageCommand({ QueueUrl, MessageBody: 'still here' }));
  await stopEmulator(environment);
  const now = await start(4730);
  const found = await now.send(new GetQueueUrlCommand({ QueueName: 'kept' }));
  expect(new URL(found.QueueUrl ?? '').port).toBe(environment.endpoint?.port);
  const { Messages } = await now.send(new ReceiveMessageCommand({ QueueUrl: found.QueueUrl }));
  expect(Messages?.map(({ Body }) => Body)).toEqual(['still here']);
});
