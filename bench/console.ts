// The cost of the console's first page: the compressed JavaScript of the shell and of the opened system.
import { firstLoads } from '../web/first-load.ts';
import type { Row } from './row.ts';

const KB = 1000;

export async function consoleRows(): Promise<Row[]> {
  const loads = (await firstLoads()).toSorted((a, b) => b.bytes - a.bytes);
  const [largest] = loads;
  if (!largest) return [];
  return [
    {
      name: `first load of the console, at most (${largest.system})`,
      unit: 'KB',
      ours: largest.bytes / KB,
      atMost: 60,
      note: `gzip: ${loads.map(({ system, bytes }) => `${system} ${(bytes / KB).toFixed(1)}`).join(', ')}`,
    },
  ];
}
