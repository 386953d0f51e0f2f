// Measures an order from POST to CONFIRMED: capacity units of each step, transitions, cost, and speed on the emulator.
import { join } from 'node:path';
import { GetExecutionHistoryCommand, SFNClient } from '@aws-sdk/client-sfn';
import { deployedFunctions } from '../cli/deploy/functions.ts';
import { bindings, type Order } from '../lambdas/orders/contract.ts';
import { prices } from '../lib/prices.ts';
import { run } from '../localstack/child.ts';
import { root } from '../localstack/environment.ts';
import type { Step } from './orders-probe.ts';
import type { Row } from './row.ts';

const ORDERS = 40;
const CLIENTS = 8;

/** Express executions are billed in steps of 64 MB; ours take a second or two. */
const EXPRESS_GB_SECONDS_EACH = 0.0625 * 2;
/** States of a single Standard machine with the same steps: seven tasks, each with its Choice. */
const STATES_OF_ONE_MACHINE = 14;

export async function orderRows(outputsFile: string): Promise<Row[]> {
  const env = { ...process.env, SYSTEM_DESIGN_OUTPUTS: outputsFile };
  const output = await run(process.execPath, ['--no-warnings', join(root, 'bench/orders-probe.ts')], {
    cwd: root,
    env,
  });
  const { lines, steps } = JSON.parse(output.split('\n').at(-1) ?? '') as { lines: number; steps: Step[] };
  const sum = (of: 'calls' | 'read' | 'write') => steps.reduce((total, step) => total + step[of], 0);
  const note =
    `${lines} lines of one merchant. The goal is missed by design: every step is a fact that must survive (4 commits, 2 of them with ` +
    'an event in one transaction, which costs double), two lists show it twice, and stock and payment keep books of their own. ' +
    'Writes of the index of open orders (2) are left out, since the emulator does not price them.';
  process.env.SYSTEM_DESIGN_OUTPUTS = outputsFile;
  return [
    ...steps.map(
      ({ step, write, read, calls }): Row => ({
        name: `order, ${step}: writes`,
        unit: 'WCU',
        ours: write,
        note: `${calls} calls, ${read} RCU`,
      }),
    ),
    { name: 'order, all steps: calls of DynamoDB', unit: 'calls', ours: sum('calls') },
    { name: 'order, all steps: reads', unit: 'RCU', ours: sum('read') },
    { name: 'order, all steps: writes', unit: 'WCU', ours: sum('write'), atMost: 8, note },
    ...(await speedRows()),
  ];
}

async function speedRows(): Promise<Row[]> {
  const { bounded, newPerson } = await import('../test/local/kit/client.ts');
  const { buy, newShop, settled } = await import('../test/local/orders/shopping.ts');
  const shop = await newShop(10_000);
  const buyers = await bounded(4, Array.from({ length: CLIENTS }), () => newPerson());
  const orders: Order[] = [];
  const startedAt = performance.now();
  await Promise.all(
    buyers.map(async (buyer) => {
      for (let i = 0; i < ORDERS / CLIENTS; i += 1) orders.push(await settled(buyer, await buy(buyer, shop)));
    }),
  );
  const seconds = (performance.now() - startedAt) / 1000;
  const [buyer] = buyers;
  if (!buyer) throw new Error('there is no buyer');
  const alone: Order[] = [];
  for (let i = 0; i < ORDERS; i += 1) alone.push(await settled(buyer, await buy(buyer, shop)));
  for (const { status, orderId } of [...orders, ...alone])
    if (status !== 'CONFIRMED') throw new Error(`order ${orderId} is ${status}`);
  const transitions = await transitionsOf(String(alone[0]?.orderId));
  const emulator = 'of the emulator on this machine, never of AWS';
  const model = 'modelled by list prices (lib/prices.ts), orchestration only: the Lambda calls are the same either way';
  const express = prices.expressRequest + prices.expressGbSecond * EXPRESS_GB_SECONDS_EACH;
  return [
    {
      name: `orders from POST to CONFIRMED, ${CLIENTS} buyers`,
      unit: '/s',
      ours: orders.length / seconds,
      note: emulator,
    },
    ...percentiles('order to CONFIRMED, one buyer', alone, emulator),
    ...percentiles(`order to CONFIRMED, ${CLIENTS} buyers`, orders, emulator),
    { name: 'order: Standard transitions', unit: '', ours: transitions, atMost: 6 },
    {
      name: 'saga of a million orders',
      unit: '$',
      ours: 1e6 * (transitions * prices.standardTransition + express),
      peer: 1e6 * STATES_OF_ONE_MACHINE * prices.standardTransition,
      note: model,
    },
  ];
}

function percentiles(name: string, orders: readonly Order[], note: string): Row[] {
  const times = orders
    .map(({ placedAt, timeline }) => Date.parse(timeline.at(-1)?.at ?? '') - Date.parse(placedAt))
    .sort((a, b) => a - b);
  const at = (part: number) => times[Math.min(times.length - 1, Math.ceil(times.length * part) - 1)] ?? Number.NaN;
  return [50, 95, 99].map((part) => ({ name: `${name}, p${part}`, unit: 'ms', ours: at(part / 100), note }));
}

/** Counts the states that the parent entered; each is one transition. */
async function transitionsOf(orderId: string): Promise<number> {
  const sagaArn =
    (await deployedFunctions()).get('orders/start-saga')?.Environment?.Variables?.[bindings.sagaArn] ?? '';
  const executionArn = `${sagaArn.replace(':stateMachine:', ':execution:')}:${orderId}`;
  const { events = [] } = await new SFNClient().send(new GetExecutionHistoryCommand({ executionArn }));
  return events.filter(({ type }) => type?.endsWith('StateEntered')).length;
}
