// The links service under faults: clients that ask again, and what must be true when they are done.
import { KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect } from '@jest/globals';
import type { ClickBatch } from '../../lambdas/links/contract.ts';
import { platformBindings } from '../../lambdas/shared/base/contract.ts';
import type { ParkedRecord } from '../../lambdas/shared/messaging/stream-worker.ts';
import { bound } from '../local/aws.ts';
import { type Answer, ask, eventually, type Person, root, unique } from '../local/client.ts';
import { pause } from './kit.ts';

const kinesis = new KinesisClient(root);
const sqs = new SQSClient(root);

/** One try; a broken connection is status 0. Without the CDN, whose own retries would be in the way. */
export const tryOnce = (...[method, path, options]: Parameters<typeof ask>): Promise<Pick<Answer, 'status' | 'body'>> =>
  ask(method, path, { ...options, direct: true }).catch(() => ({ status: 0, body: undefined }));

/** A wish for a link under one Idempotency-Key, however often it is sent. */
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

  /** As a client should: the same key again until there is an answer, as late as Retry-After says. */
  async sendUntilMade(): Promise<Answer['body']> {
    for (const deadline = Date.now() + 45_000; ; await pause(1000)) {
      const { status, body } = await this.send();
      if (status === 201) return body;
      const mayHelp = status === 0 || status >= 500 || body?.code === 'IDEMPOTENCY_IN_FLIGHT';
      if (!mayHelp || Date.now() > deadline) throw new Error(`POST /api/links: ${status} ${JSON.stringify(body)}`);
    }
  }
}

/** Each wish, sent again, got one answer, which is its one link, and that can be read and followed. */
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

/** The total once it is `expected`, or what it is when it does not get there; a moment later, so that one more shows. */
export async function settledTotal(person: Person, code: string, expected: number, withinMs = 30_000): Promise<number> {
  const read = () => totalOf(person, code);
  await eventually(read, (total) => total >= expected, withinMs);
  await pause(1500);
  return read();
}

/** Clicks on a code as one redirect instance sends them. */
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

// The emulator ends a connection that is sent 100 KB at once.
const PUT_AT_ONCE = 100;

/** Puts them on one shard of the click stream, in order. */
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

/** Takes out of the parking queue all that hold one of these texts, until each was met once. */
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
