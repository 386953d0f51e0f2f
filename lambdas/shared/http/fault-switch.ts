// Applies the fault that is switched on for this service (`npm run fault`). Works only where the stack has bound the
// switch: on a laptop, or on AWS when forced. Read at most once a second from the service's guard table.
import { DeleteCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { isoTime, pause, systemClock } from '../base/clock.ts';
import { optionalEnv } from '../base/env.ts';
import { FAULT_ID, type Fault, type FaultItem, type FaultWish, faultItem, isOn } from '../base/faults/fault.ts';
import type { FaultKind } from '../base/faults/fault-kinds.ts';
import { platformBindings } from '../base/names.ts';
import { platformTables } from '../base/platform-tables.ts';
import { Problem, problem } from '../base/problem.ts';
import { writeIf } from '../tables/conditional-write.ts';
import { dynamodb } from '../tables/dynamodb.ts';
import { itemOf, readItem, tableOf } from '../tables/item.ts';

const KEEP_MS = 1000;
const failing = problem(503, 'FAULT_SWITCHED_ON', 'A fault is switched on for this service: npm run fault');

const isBound = (): boolean => optionalEnv(platformBindings.faults) === 'on';

let kept: { readonly atMs: number; readonly item: FaultItem | undefined } | undefined;

const effects: Readonly<Record<FaultKind, (item: FaultItem) => Promise<void>>> = {
  slow: ({ delayMs = 0 }) => pause(delayMs),
  fail: () => Promise.reject(new Problem(failing)),
};

/** These routes switch a fault off again, so faults never affect them. */
const SWITCHES = '/api/faults/';

/** Does what the fault that is on does; otherwise nothing. */
export async function meetFault({ template }: { readonly template: string }): Promise<void> {
  if (!isBound() || template.startsWith(SWITCHES)) return;
  const nowMs = systemClock.nowMs();
  if (!kept || nowMs - kept.atMs >= KEEP_MS) kept = { atMs: nowMs, item: await findFault() };
  const { item } = kept;
  if (!isOn(item, nowMs)) return;
  if (item.timesLeft !== undefined && !(await takeOne())) return;
  await effects[item.kind](item);
}

const findFault = (): Promise<FaultItem | undefined> => readItem(itemOf(platformTables.guard, { id: FAULT_ID }));

/** Takes one of the remaining failures; false when none is left. If the response is lost, one may count twice. */
const takeOne = (): Promise<boolean> =>
  writeIf(
    new UpdateCommand({
      ...itemOf(platformTables.guard, { id: FAULT_ID }),
      UpdateExpression: 'SET timesLeft = timesLeft - :one',
      ConditionExpression: 'timesLeft > :none',
      ExpressionAttributeValues: { ':one': 1, ':none': 0 },
    }),
  );

/** Undefined where faults cannot be switched on. */
export async function switchFault(wish: FaultWish, nowMs: number): Promise<Fault | undefined> {
  if (!isBound()) return undefined;
  const item = faultItem(wish, nowMs);
  kept = undefined;
  if (item) await dynamodb().send(new PutCommand({ ...tableOf(platformTables.guard), Item: item }));
  else await dynamodb().send(new DeleteCommand(itemOf(platformTables.guard, { id: FAULT_ID })));
  return presentFault(item, nowMs);
}

export const readFault = async (nowMs: number): Promise<Fault> => presentFault(await findFault(), nowMs);

function presentFault(item: FaultItem | undefined, nowMs: number): Fault {
  if (!isOn(item, nowMs)) return { kind: 'off', until: null };
  const { kind, delayMs, timesLeft, untilMs } = item;
  return {
    kind,
    ...(delayMs !== undefined && { delayMs }),
    ...(timesLeft !== undefined && { timesLeft }),
    until: isoTime(untilMs),
  };
}
