// Forced collisions: with a code space of 62, nearly every draw hits a taken code.
// @runs alone links: it shortens the codes of everybody's links for a while
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { bindings } from '../../../lambdas/links/contract.ts';
import { bound, configure } from '../kit/aws.ts';
import { type Answer, ask, eventually, newPerson, root, unique } from '../kit/client.ts';
import { npmRun } from '../kit/operator.ts';

const SPACE = 62;
const person = await newPerson();
const client = DynamoDBDocumentClient.from(new DynamoDBClient(root));
const urls = new Map<string, string>();
let undo: () => Promise<void>;

/** Deletes all codes of one character; the CDN lets none through, so no other test uses them. */
async function freeTheSpace(): Promise<void> {
  const TableName = await bound('links/redirect', bindings.linksTable);
  const query = { TableName, FilterExpression: 'size(code) = :one', ExpressionAttributeValues: { ':one': 1 } };
  for await (const page of paginateScan({ client }, query))
    for (const { code } of page.Items ?? []) await client.send(new DeleteCommand({ TableName, Key: { code } }));
}

beforeAll(async () => {
  await freeTheSpace();
  undo = await configure('links/http', { [bindings.codeLength]: '1' });
});
afterAll(async () => {
  await undo();
  await freeTheSpace();
});

async function make(): Promise<Answer> {
  const url = `https://example.com/${unique()}`;
  const answer = await ask('POST', '/api/links', { token: person.token, body: { url } });
  if (answer.status !== 201) return answer;
  expect(urls.has(answer.body.code)).toBe(false);
  urls.set(answer.body.code, url);
  return answer;
}

/** Checks that every link still leads to its URL. */
async function expectAllKept(): Promise<void> {
  for (const [code, url] of urls) {
    const { headers } = await ask('GET', `/${code}`, { direct: true });
    expect([code, headers.location]).toEqual([code, url]);
  }
}

test('40 links in a space of 62 codes, eight at a time, have 40 codes, and none lost its URL to another', async () => {
  const answers: Answer[] = [];
  for (let round = 0; urls.size < 40 && round < 20; round += 1)
    answers.push(...(await Promise.all(Array.from({ length: Math.min(8, 40 - urls.size) }, make))));
  expect(urls.size).toBe(40);
  // Near the end all ten draws of a link are taken one time in a hundred; a single draw would fail 25 times.
  expect(answers.length - 40).toBeLessThan(5);
  for (const code of urls.keys()) expect(code).toMatch(/^[0-9A-Za-z]$/);
  await expectAllKept();
});

test('a full space refuses the next link, says in the log what to do, and loses nothing', async () => {
  for (let tries = 0; urls.size < SPACE && tries < 300; tries += 1) await make();
  expect(urls.size).toBe(SPACE);
  const { status, body } = await make();
  expect([status, body.code]).toEqual([500, 'INTERNAL']);
  const { output } = await eventually(
    () => npmRun('trace', body.requestId),
    (traced) => traced.code === 0,
  );
  expect(output).toContain('No free code of 1 characters in 10 attempts: make codes longer');
  await expectAllKept();
});
