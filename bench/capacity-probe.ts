// Runs the handlers in this process against the emulator and counts the units DynamoDB charges; prints one JSON line at the end.
import http from 'node:http';
import { type AttributeValue, DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { deployedFunctions } from '../cli/deploy/functions.ts';
import { handler as countClicks } from '../lambdas/links/count-clicks.ts';
import { handler as api } from '../lambdas/links/http.ts';
import { handler as redirect } from '../lambdas/links/redirect.ts';
import { counted, type Units } from '../test/local/kit/units.ts';
import { clickEvent, context, httpEvent, type Request, visit } from './events.ts';

const RECORDS = 1000;
const CODES = 20;

/** The redirect uses no SDK to hook into: its requests are recorded, and its reads repeated with their price. */
const sent: { target: string; body: string }[] = [];
const plainRequest = http.request;
http.request = ((options: http.RequestOptions, ...rest: []) => {
  const request = plainRequest(options, ...rest);
  const target = String((options.headers as Record<string, unknown> | undefined)?.['x-amz-target'] ?? '');
  const end = request.end.bind(request) as (body?: string) => typeof request;
  request.end = ((body?: string) => {
    if (target !== '') sent.push({ target, body: body ?? '' });
    return end(body);
  }) as typeof request.end;
  return request;
}) as typeof http.request;

async function redirectUnits(code: string): Promise<Omit<Units, 'waitedMs'> & { tableWrites: number }> {
  sent.length = 0;
  const { statusCode } = await redirect(visit(code));
  if (statusCode !== 302) throw new Error(`the redirect answered ${statusCode}`);
  const calls = sent.filter(({ target }) => target.startsWith('DynamoDB_'));
  const client = new DynamoDBClient();
  let read = 0;
  for (const { body } of calls.filter(({ target }) => target.endsWith('.GetItem'))) {
    const input = JSON.parse(body) as { TableName: string; Key: Record<string, AttributeValue> };
    const answer = await client.send(new GetItemCommand({ ...input, ReturnConsumedCapacity: 'TOTAL' }));
    read += answer.ConsumedCapacity?.CapacityUnits ?? Number.NaN;
  }
  return {
    calls: calls.length,
    read,
    write: 0,
    tableWrites: calls.filter(({ target }) => !target.endsWith('.GetItem')).length,
  };
}

const userId = `bench-${process.pid}-${Date.now()}`;
async function ask(routeKey: string, request: Omit<Request, 'userId'>): Promise<Record<string, unknown>> {
  const { statusCode, body } = await api(httpEvent(routeKey, { userId, ...request }), context);
  if (statusCode >= 300) throw new Error(`${routeKey} answered ${statusCode}: ${body}`);
  return body === '' ? {} : (JSON.parse(body) as Record<string, unknown>);
}

const functions = await deployedFunctions();
for (const id of ['links/count-clicks', 'links/redirect', 'links/http'])
  Object.assign(process.env, functions.get(id)?.Environment?.Variables);

const make = (headers: Record<string, string> = {}) =>
  ask('POST /api/links', { body: { url: 'https://example.com/a/page?of=usual&length=1' }, headers });
const codes: string[] = [];
// The first request of a minute also creates the counters of its limits, so it is not measured.
for (let i = 0; i < CODES; i += 1) codes.push(String((await make()).code));
const path = { code: codes[0] ?? '' };
const shardId = `shardId-${Date.now()}`;
const batch = (first: number) => countClicks(clickEvent(shardId, first, RECORDS, codes));
// The first batch finds no counters yet; the measured one is like all that follow.
await batch(1);

const measured = {
  'POST /api/links': await counted(() => make()),
  'POST /api/links, Idempotency-Key': await counted(() => make({ 'idempotency-key': userId })),
  'GET /api/links, 20 a page': await counted(() => ask('GET /api/links', { query: { limit: '20' } })),
  'GET /api/links/{code}': await counted(() => ask('GET /api/links/{code}', { path })),
  'GET /{code}': await redirectUnits(path.code),
  'GET /{code}, again within 5 s': await redirectUnits(path.code),
  click: await counted(async () => batch(RECORDS + 1)),
  'GET /api/links/{code}/stats': await counted(() => ask('GET /api/links/{code}/stats', { path })),
  'DELETE /api/links/{code}': await counted(() => ask('DELETE /api/links/{code}', { path })),
};
console.log(JSON.stringify({ records: RECORDS, codes: CODES, measured }));
process.exit();
