// The links service under faults: clients that retry, and the invariants when they are done.
import { KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect } from '@jest/globals';
import type { ClickBatch } from '../../lambdas/links/contract.ts';
import { platformBindings } from '../../lambdas/shared/base/contract.ts';
import type { ParkedRecord } from '../../lambdas/shared/messaging/stream-worker.ts';
import { bound } from '../local/kit/aws.ts';
import { type Answer, ask, eventually, type Person, root, unique } from '../local/kit/client.ts';
import { pause } from './kit/arm.ts';

const kinesis = new KinesisClient(root);
const sqs = new SQSClient(root);

/** Sends one request; a broken connection is status 0. Bypasses the CDN, whose own retries would interfere. */
export const tryOnce = (...[method, path, options]: Parameters<typeof ask>): Promise<Pick<Answer, 'status' | 'body'>> =>
  ask(method, path, { ...options, direct: true }).catch(() => ({ status: 0, body: undefined }));

/** A request for a link under one Idempotency-Key, however often it is sent. */
export class Wish {
  readonly url = `https://example.com/${unique()}`;
  readonly #person: Person;
  readonly #key = unique();

  constructor(person: Person) {
    this.#person = person;
  }

  send() {
    const { token } = this.#person;
    const headers = { 'idempotency-key': this.#key };
    return tryOnce('POST', '/api/links', { token, headers, body: { url: this.url } });
  }

  /** Retries with the same key until there is an answer, after Retry-After, as a client should. */
  async sendUntilMade(): Promise<Answer['body']> {
    for (const deadline = Date.now() + 45_000; ; await pause(1000)) {
      const { status, body } = await this.send();
      if (status === 201) return body;
      const mayHelp = status === 0 || status >= 500 || body?.code === 'IDEMPOTENCY_IN_FLIGHT';
      if (!mayHelp || Date.now() > deadline) throw new Error(`POST /api/links: ${status} ${JSON.stringify(body)}`);
    }
  }
}

/** Checks that each request, sent again, gets the same answer: its one link, which can be read and followed. */
export async function expectOneLinkEach(person: Person, wishes: readonly Wish[]): Promise<void> {
  const answers = await Promise.all(wishes.map((wish) => wish.sendUntilMade()));
  expect(answers.map(({ url }) => url)).toEqual(wishes.map(({ url }) => url));
  expect(await Promise.all(wishes.map((wish) => wish.sendUntilMade()))).toEqual(answers);
  const { token } = person;
  for (const answer of answers) {
    expect((await ask('GET', `/api/links/${answer.code}`, { token })).body).toEqual(answer);
    expect((await ask('GET', `/${answer.code}`)).headers.location).toBe(answer.url);
  }
  const listed: { code: string }[] = [];
  for (let cursor = ''; ; ) {
    const { body } = await ask('GET', `/api/links?limit=100${cursor}`, { token });
    listed.push(...body.items);
    if (!body.cursor) break;
    cursor = `&cursor=${body.cursor}`;
  }
  expect(listed.map(({ code }) => code).sort()).toEqual(answers.map(({ code }) => code).sort());
}

export const totalOf = async (person: Person, code: string): Promise<number> =>
  (await ask('GET', `/api/links/${code}/stats`, { token: person.token, direct: true })).body.total;

/** Waits for the expected total and returns it, or the last total; waits a moment longer, so that an extra click shows. */
export async function settledTotal(person: Person, code: string, expected: number, withinMs = 30_000): Promise<number> {
  const read = () => totalOf(person, code);
  await eventually(read, (total) => total >= expected, withinMs);
  await pause(1500);
  return read();
}

/** A batch of clicks on a code, as one redirect instance sends it. */
export const batchOf = (code: string, clicks: number, producer = unique(), firstNumber = 1): ClickBatch => ({
  producer,
  firstNumber,
  clicks: Array.from({ length: clicks }, () => ({
    code,
    atMs: Date.now(),
    referrer: 'news.example',
    device: 'mobile',
    correlationId: 'test',
  })),
});

// The emulator closes a connection that sends 100 KB at once.
const PUT_AT_ONCE = 100;

/** Puts the records on one shard of the click stream, in order. */
export async function putRecords(StreamName: string, records: readonly (string | ClickBatch)[]): Promise<void> {
  if (records.length > PUT_AT_ONCE) {
    await putRecords(StreamName, records.slice(0, PUT_AT_ONCE));
    return putRecords(StreamName, records.slice(PUT_AT_ONCE));
  }
  const Records = records.map((record) => ({
    PartitionKey: 'one-shard',
    Data: Buffer.from(typeof record === 'string' ? record : JSON.stringify(record)),
  }));
  expect((await kinesis.send(new PutRecordsCommand({ StreamName, Records }))).FailedRecordCount ?? 0).toBe(0);
}

/** Removes the records with one of these texts from the parking queue, until each was found once. */
export async function parkedOf(texts: readonly string[]): Promise<ParkedRecord[]> {
  const QueueUrl = await bound('links/count-clicks', platformBindings.parkingQueue);
  const wanted = new Set(texts.map((text) => Buffer.from(text).toString('base64')));
  const found: ParkedRecord[] = [];
  await eventually(
    async () => {
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
      for (const { Body = '{}', ReceiptHandle } of Messages) {
        const parked = JSON.parse(Body) as ParkedRecord;
        if (!wanted.has(parked.data)) continue;
        found.push(parked);
        await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      }
      return Messages.length;
    },
    (received) => received === 0 && new Set(found.map(({ data }) => data)).size === wanted.size,
  );
  return found;
}
