// One scale in a process of its own: loads the data, then runs the handlers here, one request at a time, as told.
import http from 'node:http';
import { join } from 'node:path';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { readContracts } from '../../bin/contracts.ts';
import { deployedFunctions } from '../../cli/deploy/functions.ts';
import { tables } from '../../lambdas/links/resources.ts';
import { listLinks } from '../../lambdas/links/store.ts';
import { handler as findEntries } from '../../lambdas/search/find-entries.ts';
import { s3 as segments } from '../../lambdas/search/object-store.ts';
import { secretOf } from '../../lambdas/shared/aws/secret.ts';
import { systemClock } from '../../lambdas/shared/base/clock.ts';
import { platformBindings } from '../../lambdas/shared/base/names.ts';
import type { HttpAnswer } from '../../lambdas/shared/base/problem.ts';
import type { HttpEvent } from '../../lambdas/shared/http/request.ts';
import { dynamodb } from '../../lambdas/shared/tables/dynamodb.ts';
import { itemOf } from '../../lambdas/shared/tables/item.ts';
import { root } from '../../localstack/environment.ts';
import { counted, countWaiting } from '../../test/local/kit/units.ts';
import { context, httpEvent } from '../events.ts';
import { codeOf } from './links.ts';
import { parametersOf } from './lists.ts';
import { type Ask, type Loader, owner, type Thing } from './loader.ts';
import { loaders } from './loaders.ts';
import { copyResources, writeRows } from './tables.ts';

export interface Sample {
  readonly units: number;
  /** Without the time that the emulator took to answer. */
  readonly oursMs: number;
  /** Number of items on the page. */
  readonly items: number;
}
export interface Order {
  readonly id: number;
  readonly do: 'load' | 'ask' | 'query' | 'get';
  readonly loader: number;
  readonly ask: number;
  readonly page: 'first' | 'late';
}

type Handler = (event: HttpEvent, call: typeof context) => Promise<HttpAnswer>;

const times = Number(process.argv[2]);
const nowMs = Date.now();
const PAGE = '10';
/** The part of a list that is loaded first, and so ends up at its end: at 1x, two pages of what half of it matches. */
const LATE = 0.45;
const MOST_PAGES = 60;

// The emulator reads the whole partition for a page, which takes longer than DynamoDB and than the product waits.
const { requestHandler } = dynamodb().config as unknown as {
  requestHandler: { updateHttpClientConfig(key: 'requestTimeout' | 'socketTimeout', ms: number): void };
};
for (const key of ['requestTimeout', 'socketTimeout'] as const) requestHandler.updateHttpClientConfig(key, 60_000);
countWaiting(segments() as never);

// Every request is long after the one before, so that nothing is answered from a cache of answers.
let laterMs = 0;
Object.assign(systemClock, { nowMs: () => Date.now() + laterMs });
const STEP_MS = 11_000;

const contracts = new Map((await readContracts()).map(({ contract }) => [contract.service, contract]));
const functions = await deployedFunctions();
const bound = new Map<string, Record<string, string>>();
const handlers = new Map<string, Handler>();
for (const { service } of loaders) {
  const contract = contracts.get(service);
  const deployed = functions.get(`${service}/http`)?.Environment?.Variables ?? {};
  if (!contract) throw new Error(`there is no contract of ${service}`);
  const copies = await copyResources(contract, deployed, `${times}x`);
  bound.set(service, { ...deployed, ...copies, [platformBindings.faults]: 'off' });
  handlers.set(service, ((await import(join(root, 'lambdas', service, 'http.ts'))) as { handler: Handler }).handler);
}

const bind = (service: string) => Object.assign(process.env, bound.get(service), bankUrl);

/** The bank is another company's server to payments. */
const bankServer = http
  .createServer(async ({ url = '', headers }, response) => {
    const reference = /charges\/([^/]+)\/entries/.exec(url)?.[1] ?? '';
    bind('bank');
    const key = String(headers['x-api-key']);
    const event = httpEvent('GET /api/bank/charges/{reference}/entries', {
      userId: '',
      path: { reference },
      headers: { 'x-api-key': key },
    });
    const { statusCode, body } = (await handlers.get('bank')?.(event, context)) ?? { statusCode: 500, body: '' };
    response.writeHead(statusCode).end(body);
  })
  .listen(0, '127.0.0.1');
await new Promise((resolve) => bankServer.once('listening', resolve));
const bankUrl = { PROVIDER_URL: `http://127.0.0.1:${(bankServer.address() as { port: number }).port}` };

/** The one task that these routes call runs here. */
const finder = functions.get('search/find-entries')?.FunctionName;
LambdaClient.prototype.send = async function send(command: unknown) {
  if (!(command instanceof InvokeCommand) || command.input.FunctionName !== finder)
    throw new Error('a list called another function');
  bind('search');
  const found = await findEntries(JSON.parse(Buffer.from(command.input.Payload as Uint8Array).toString()));
  return { Payload: Buffer.from(JSON.stringify(found)) };
} as typeof LambdaClient.prototype.send;

const routeOf = ({ service }: Loader, { route }: Ask) => {
  const found = contracts.get(service)?.routes[route];
  if (!found) throw new Error(`${service} has no route ${route}`);
  return found;
};

interface Page {
  readonly items?: readonly unknown[];
  readonly cursor?: string;
}

async function pageOf(loader: Loader, ask: Ask, cursor?: string): Promise<Page> {
  const route = routeOf(loader, ask);
  laterMs += STEP_MS;
  const secrets = await Promise.all(
    Object.entries(ask.secrets ?? {}).map(async ([name, binding]) => [name, await secretOf(binding)] as const),
  );
  const limit = parametersOf(route).includes('limit') && { limit: PAGE };
  const event = httpEvent(`GET ${route.template}`, {
    userId: ask.user ?? '',
    roles: ask.roles ?? [],
    path: { ...ask.path },
    query: { ...ask.query, ...limit, ...(cursor && { cursor }) },
    headers: Object.fromEntries(secrets),
  });
  const { statusCode, body } = (await handlers.get(loader.service)?.(event, context)) ?? { statusCode: 0, body: '' };
  if (statusCode !== 200) throw new Error(`GET ${route.template} answered ${statusCode}: ${body}`);
  return JSON.parse(body) as Page;
}

const late = new Map<Ask, string>();

async function load(loader: Loader): Promise<void> {
  const total = loader.base * times;
  bind(loader.service);
  const add = async (from: number, to: number) => {
    const things = Array.from({ length: to - from }, (_, n): Thing => ({ i: from + n, total, nowMs }));
    await writeRows(rowsOf(loader, things));
    bind('search');
    await loader.index?.(things);
    bind(loader.service);
  };
  const older = Math.ceil(total * LATE);
  await add(0, older);
  const paged = loader.asks.filter((ask) => parametersOf(routeOf(loader, ask)).includes('cursor'));
  // A cursor is a place in the list: taken while the list is short, it leads into the end of the whole list.
  for (const ask of paged.filter(({ walked }) => !walked)) keep(ask, (await pageOf(loader, ask)).cursor);
  await add(older, total);
  for (const ask of paged.filter(({ walked }) => walked)) await walk(loader, ask);
}

function* rowsOf(loader: Loader, things: readonly Thing[]) {
  for (const thing of things) yield* loader.rows(thing);
}

const keep = (ask: Ask, cursor: string | undefined) => cursor && late.set(ask, cursor);

/** To the last full page, or as far as a reader might go. */
async function walk(loader: Loader, ask: Ask): Promise<void> {
  let { cursor } = await pageOf(loader, ask);
  for (let page = 1; page < MOST_PAGES && cursor; page += 1) {
    const at = cursor;
    const next = await pageOf(loader, ask, at);
    if (next.items?.length === Number(PAGE)) keep(ask, at);
    cursor = next.cursor;
  }
}

/** Undefined when the list has no such page. */
async function sample(loader: Loader, ask: Ask, page: Order['page']): Promise<Sample | undefined> {
  const cursor = late.get(ask);
  if (page === 'late' && !cursor) return undefined;
  bind(loader.service);
  const startedMs = performance.now();
  let items = 0;
  const { read, waitedMs } = await counted(async () => {
    items = (await pageOf(loader, ask, page === 'late' ? cursor : undefined)).items?.length ?? 0;
  });
  return { units: read, oursMs: performance.now() - startedMs - waitedMs, items };
}

/** Milliseconds of one read without our code. */
async function bareMs(what: 'query' | 'get'): Promise<number> {
  bind('links');
  const startedMs = performance.now();
  if (what === 'get') await dynamodb().send(new GetCommand(itemOf(tables.links, { code: codeOf(7) })));
  else await listLinks(owner, Number(PAGE));
  return performance.now() - startedMs;
}

const work = ({ do: what, loader: index, ask, page }: Order): Promise<unknown> => {
  const loader = loaders[index] as Loader;
  if (what === 'load') return load(loader);
  return what === 'ask' ? sample(loader, loader.asks[ask] as Ask, page) : bareMs(what);
};

process.on('message', async (order: Order) => {
  const { id } = order;
  try {
    process.send?.({ id, value: await work(order) });
  } catch (error) {
    process.send?.({ id, error: `${times}x: ${error instanceof Error ? error.stack : error}` });
  }
});
process.send?.({ ready: true });
