// Memory and CPU time of a process and all its descendants, as the kernel counts them. Only Linux has these files.
import { readdirSync, readFileSync } from 'node:fs';

/** Linux reports CPU time to programs in hundredths of a second, on every machine. */
const TICK_MS = 10;

export interface Process {
  readonly pid: number;
  readonly command: string;
  /** Proportional set size: its own memory, and of shared memory its share. Sums of it count no page twice. */
  readonly pssMB: number;
  /** The memory that its end would free. */
  readonly privateMB: number;
  readonly cpuMs: number;
}

/** The fields of `/proc/<pid>/smaps_rollup` that add up, in MB of 1,000 KB. */
export function memoryOf(rollup: string): { pssMB: number; privateMB: number } {
  const kibibytes = (field: string): number => {
    const match = new RegExp(`^${field}: +(\\d+) kB$`, 'm').exec(rollup);
    if (!match) throw new Error(`no ${field} in smaps_rollup`);
    return Number(match[1]);
  };
  const privateKiB = kibibytes('Private_Clean') + kibibytes('Private_Dirty');
  return { pssMB: (kibibytes('Pss') * 1.024) / 1000, privateMB: (privateKiB * 1.024) / 1000 };
}

/** The parent and the CPU time in `/proc/<pid>/stat`. The command's name in it may hold spaces and brackets. */
export function statOf(stat: string): { parent: number; cpuMs: number } {
  const fields = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const [parent, user, system] = [fields[1], fields[11], fields[12]];
  if (parent === undefined || user === undefined || system === undefined) throw new Error(`no times in ${stat}`);
  return { parent, cpuMs: (user + system) * TICK_MS };
}

/** The top process first. Processes that end meanwhile are left out. */
export function processTree(top: number): Process[] {
  const stats = new Map<number, ReturnType<typeof statOf>>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const stat = readOr(`/proc/${name}/stat`);
    if (stat !== '') stats.set(Number(name), statOf(stat));
  }
  const pids = [top];
  for (const pid of pids) for (const [child, { parent }] of stats) if (parent === pid) pids.push(child);
  return pids.flatMap((pid): Process[] => {
    const [rollup, command] = [readOr(`/proc/${pid}/smaps_rollup`), readOr(`/proc/${pid}/cmdline`)];
    const cpuMs = stats.get(pid)?.cpuMs;
    if (rollup === '' || cpuMs === undefined) return [];
    return [{ pid, command: command.replaceAll('\0', ' ').trim(), cpuMs, ...memoryOf(rollup) }];
  });
}

function readOr(path: string, otherwise = ''): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return otherwise;
  }
}
