// Measures the capacity units of every step of stock, and how often orders of one product conflict.
import { join } from 'node:path';
import { run } from '../localstack/child.ts';
import { root } from '../localstack/environment.ts';
import type { Units } from '../test/local/kit/units.ts';
import type { Row } from './row.ts';

interface Race {
  readonly orders: number;
  readonly transactions: number;
  readonly overlapping: number;
  readonly calls: number;
}
interface Probed {
  readonly measured: Readonly<Record<string, Units>>;
  readonly usual: Units;
  readonly ours: Race;
  readonly oursOfTwo: Race;
  readonly theirs: Race;
}

const STEPS = ['reserve, one line', 'confirm, one line'];

/** The environment must already be entered. The probe is a child process, so its log lines stay there. */
export async function inventoryRows(): Promise<Row[]> {
  const output = await run(process.execPath, ['--no-warnings', join(root, 'bench/inventory-probe.ts')], { cwd: root });
  const { measured, usual, ours, oursOfTwo, theirs } = JSON.parse(output.split('\n').at(-1) ?? '') as Probed;
  const steps = Object.entries(measured).flatMap(([name, { read, write }]): Row[] => [
    { name: `stock: ${name}: writes`, unit: 'WCU', ours: write },
    { name: `stock: ${name}: reads`, unit: 'RCU', ours: read },
  ]);
  const note = 'peer: a counter and a reservation changed in one transaction a step';
  return [
    ...steps,
    {
      name: 'stock: one-line order, reserved and confirmed: writes',
      unit: 'WCU',
      ours: STEPS.reduce((sum, name) => sum + (measured[name]?.write ?? Number.NaN), 0),
      peer: usual.write,
      atMost: 0.375,
      note,
    },
    {
      name: 'stock: 16 clients on one product: transactions an order',
      unit: '',
      ours: ours.transactions / ours.orders,
      peer: theirs.transactions / theirs.orders,
      atMost: 0.05,
      note,
    },
    {
      // The emulator has no conflicts: these are the calls that would conflict, as the client sees them.
      name: 'stock: 16 clients on one product: transactions that meet another write of their items, an order',
      unit: '',
      ours: ours.overlapping / ours.orders,
      peer: theirs.overlapping / theirs.orders,
      note,
    },
    {
      name: 'stock: 16 clients on the same two products: the same, of two-line orders',
      unit: '',
      ours: oursOfTwo.overlapping / oursOfTwo.orders,
    },
    {
      name: 'stock: 16 clients on one product: calls an order',
      unit: '',
      ours: ours.calls / ours.orders,
      peer: theirs.calls / theirs.orders,
      note,
    },
  ];
}
