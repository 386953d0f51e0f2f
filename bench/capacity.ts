// Measures the capacity units of every operation: reads by what was read (read-units.ts), writes as the emulator reports
// them, by DynamoDB's rules.
import { join } from 'node:path';
import { run } from '../localstack/child.ts';
import { root } from '../localstack/environment.ts';
import type { Units } from '../test/local/kit/units.ts';
import type { Row } from './row.ts';

interface Probed {
  readonly records: number;
  readonly codes: number;
  readonly measured: Readonly<Record<string, Units & { tableWrites?: number }>>;
}

/** The environment must already be entered. The probe is a child process, so the handlers' log lines stay there. */
export async function capacityRows(): Promise<Row[]> {
  const output = await run(process.execPath, ['--no-warnings', join(root, 'bench/capacity-probe.ts')], { cwd: root });
  const { records, codes, measured } = JSON.parse(output.split('\n').at(-1) ?? '') as Probed;
  return Object.entries(measured).flatMap(([name, { read, write, tableWrites }]): Row[] => {
    if (name === 'click') {
      const note = `a full batch of ${records} records over ${codes} codes`;
      return [
        { name: 'click, full batch: writes', unit: 'WCU', ours: write / records, atMost: 0.05, note },
        { name: 'click, full batch: reads', unit: 'RCU', ours: read / records, note },
      ];
    }
    if (tableWrites !== undefined)
      return [
        { name: `${name}: reads`, unit: 'RCU', ours: read, atMost: 0.5 },
        { name: `${name}: table writes`, unit: 'calls', ours: tableWrites, atMost: 0 },
      ];
    return [
      { name: `${name}: reads`, unit: 'RCU', ours: read },
      { name: `${name}: writes`, unit: 'WCU', ours: write },
    ];
  });
}
