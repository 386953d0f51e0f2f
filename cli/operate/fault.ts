// `npm run fault`: makes a service slow or fail for a while. The service's guard table stores the fault and its end.
import { DeleteItemCommand, DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod/mini';
import { FAULT_ID, type FaultItem, FaultWish, faultItem, isOn } from '../../lambdas/shared/base/faults/fault.ts';
import { faultNames } from '../../lambdas/shared/base/faults/fault-kinds.ts';
import { platformBindings } from '../../lambdas/shared/base/names.ts';
import { Failure } from '../../localstack/failure.ts';
import { deployedFunctions } from '../deploy/functions.ts';

const example = 'For example: npm run fault -- payments slow 2s for 60s, or fail 3 times, or off';

const WORDS = new RegExp(`^(off|${faultNames.join('|')})( (?:(\\d+) times?|(\\d+)(ms|s)))?(?: for (\\d+)s)?$`);

/** Parses the words after the service. */
export function wishOf(words: readonly string[]): FaultWish {
  const [, verb = '', what = '', times = '', ms = '', unit = '', seconds = ''] = WORDS.exec(words.join(' ')) ?? [];
  const wish = z.safeParse(FaultWish, {
    kind: verb,
    ...(times && { times: Number(times) }),
    ...(ms && { delayMs: Number(ms) * (unit === 's' ? 1000 : 1) }),
    ...(seconds && { seconds: Number(seconds) }),
  });
  if (!wish.success || (verb === 'off' && what)) throw new Failure(`'${words.join(' ')}' is not a fault`, example);
  return wish.data;
}

/** The payments service itself keeps answering: a fault under its name affects its provider. */
const called = (id: string): string => (id === 'bank/http' ? 'payments' : (id.split('/')[0] ?? ''));

/** Guard tables of the services that accept faults, by the service's name in this command. */
async function switches(): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const [id, { Environment }] of await deployedFunctions()) {
    const table = Environment?.Variables?.[platformBindings.guardTable];
    if (table && Environment?.Variables?.[platformBindings.faults] === 'on') found.set(called(id), table);
  }
  return found;
}

const client = () => new DynamoDBClient();
const Key = { id: { S: FAULT_ID } };

async function readItem(TableName: string): Promise<FaultItem | undefined> {
  const { Item } = await client().send(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
  return Item && (unmarshall(Item) as FaultItem);
}

export function describe({ kind, delayMs, timesLeft, untilMs }: FaultItem, nowMs: number): string {
  const what = delayMs === undefined ? kind : `${kind} ${delayMs / 1000} s`;
  const left = timesLeft === undefined ? '' : `, ${timesLeft} times more`;
  return `${what}${left}, ${Math.ceil((untilMs - nowMs) / 1000)} s more`;
}

export async function faults(words: readonly string[], target: string, force: boolean): Promise<void> {
  const [service, ...rest] = words;
  const wish = service === undefined ? undefined : wishOf(rest);
  if (wish && target === 'aws' && !force)
    throw new Failure('The target is AWS', 'To inject faults on AWS, deploy with -c faults=on and pass --force.');
  const tables = await switches();
  if (tables.size === 0)
    throw new Failure('No service here can be made to fail', 'Run npm start first (on AWS: cdk deploy -c faults=on).');
  if (!wish || service === undefined) return list(tables);
  const TableName = tables.get(service);
  if (!TableName)
    throw new Failure(
      `'${service}' cannot be made to fail`,
      `Services that can: ${[...tables.keys()].sort().join(', ')}.`,
    );
  const item = faultItem(wish, Date.now());
  if (!item) {
    await client().send(new DeleteItemCommand({ TableName, Key }));
    console.log(`✔ ${service}: back to normal`);
    return;
  }
  await client().send(new PutItemCommand({ TableName, Item: marshall(item) }));
  console.log(`✔ ${service}: ${describe(item, Date.now())}, effective within a second`);
}

async function list(tables: ReadonlyMap<string, string>): Promise<void> {
  let on = 0;
  for (const [service, table] of [...tables].sort()) {
    const item = await readItem(table);
    if (!isOn(item, Date.now())) continue;
    on += 1;
    console.log(`  ${service.padEnd(14)} ${describe(item, Date.now())}`);
  }
  if (on === 0) console.log(`No fault is active. Services that can fail: ${[...tables.keys()].sort().join(', ')}`);
}
