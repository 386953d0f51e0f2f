// Measures the MapReduce core against its peers: same input, equal results first, then CPU time. Also models a TB on AWS.
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { folderBlobs } from '../../lambdas/jobs/core/folder-blobs.ts';
import { kindOf } from '../../lambdas/jobs/core/kinds.ts';
import { crewOf } from '../../lambdas/jobs/core/run-job.ts';
import { naiveRequests, planMerges, requests } from '../../lambdas/jobs/core/shuffle.ts';
import { measured, peerFile, pythonWith, unlessMissing } from '../peer.ts';
import type { Row } from '../row.ts';
import {
  countsOf,
  kernel,
  MEGABYTES,
  mrjobOver,
  mustEqual,
  SMALL_MEGABYTES,
  type Texts,
  TIMES,
  textsIn,
} from './jobs-compared.ts';
import { indexRows, logRows } from './jobs-kinds.ts';
import { type Inputs, jobItemKb, modelled } from './jobs-model.ts';

interface Peer {
  readonly name: string;
  readonly atMost?: number;
  readonly times?: number;
  /** Path of the input file. */
  readonly input: string;
  readonly start: () => Promise<readonly [command: string, ...args: string[]]>;
}

export async function jobRows(benchFolder: string): Promise<Row[]> {
  const texts = await textsIn(benchFolder);
  const { folder, large } = texts;
  const { rows, cpu } = await wordRows(texts);
  return [
    ...rows,
    ...(await scalingRows(folder, large, 1)),
    ...(await scalingRows(folder, large, 4)),
    ...(await indexRows(folder, large)),
    ...(await logRows(folder)),
    shuffleRow(),
    ...(await modelRows(folder, large, cpu)),
  ];
}

async function wordRows({ folder, large, small }: Texts): Promise<{ rows: Row[]; cpu: number }> {
  const shell =
    (file: string): Peer['start'] =>
    async () => ['sh', peerFile(file), large];
  const duckdb = (threads: number): Peer['start'] => {
    return async () => [await pythonWith('duckdb'), peerFile('duckdb-words.py'), large, `${threads}`];
  };
  const peers: Peer[] = [
    { name: 'DuckDB, 1 thread', atMost: 1 / 2, input: large, start: duckdb(1) },
    { name: 'DuckDB, 2 threads', input: large, start: duckdb(2) },
    { name: 'tr | sort | uniq -c', atMost: 1 / 3, input: large, start: shell('unix-words.sh') },
    { name: 'mawk', input: large, start: shell('mawk-words.sh') },
    { name: `mrjob inline, ${SMALL_MEGABYTES} MB`, input: small, times: 1, start: mrjobOver(small) },
    {
      name: 'Lithops localhost',
      input: large,
      times: 1,
      start: async () => [await pythonWith('lithops'), peerFile('lithops-words.py'), large],
    },
  ];
  const rows: Row[] = [];
  const ours = new Map<string, Awaited<ReturnType<typeof kernel>>>();
  for (const { name, atMost, times = TIMES, input, start } of peers) {
    const peer = await unlessMissing(name, async () => measured(folder, times, ...commandOf(await start())));
    if (!peer) continue;
    // Ours runs again next to each peer, so that a busy moment of the machine affects both; the smallest counts.
    const again = await kernel(folder, 'word-count', 1, [input]);
    const before = ours.get(input);
    const best = before && before.cpu < again.cpu ? before : again;
    ours.set(input, best);
    mustEqual(name, countsOf(again.lines), countsOf(peer.output.split('\n')));
    const note = 'whole processes; half of ours is look-ups in 3 MB and reading, which busy neighbours slow down';
    rows.push({ name: `word count against ${name}`, unit: 's CPU', ours: best.cpu, peer: peer.cpu, atMost, note });
  }
  const { cpu } = ours.get(large) ?? (await kernel(folder, 'word-count', 1, [large]));
  const note = 'whole process, Node included';
  rows.push({ name: 'word count', unit: 'MB/s of CPU', ours: MEGABYTES / cpu, note });
  return { rows, cpu };
}

const commandOf = ([command, ...args]: readonly [string, ...string[]]) => [command, args] as const;

const ROUNDS = 3;

/** Alternates one worker and two over `texts` copies of the text; the best of each counts. */
async function scalingRows(folder: string, large: string, texts: number): Promise<Row[]> {
  const inputs = Array.from({ length: texts }, () => large);
  const best = {
    wall: [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
    cpu: [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    const results: string[] = [];
    for (const workers of [1, 2]) {
      const { wall, cpu, lines } = await kernel(folder, 'word-count', workers, inputs, 1);
      best.wall[workers - 1] = Math.min(best.wall[workers - 1] ?? 0, wall);
      best.cpu[workers - 1] = Math.min(best.cpu[workers - 1] ?? 0, cpu);
      results.push(round === 0 ? countsOf(lines) : '');
    }
    if (round === 0) mustEqual('two workers', results[0] ?? '', results[1] ?? '');
  }
  const note =
    'meaningless while others use the second core; each thread compiles the kernel, sorts and writes a table for itself';
  const row = (of: 'wall' | 'cpu', unit: string, atMost?: number): Row => {
    const [one = 0, two = 0] = best[of];
    return {
      name: `word count of ${texts * MEGABYTES} MB, 2 workers against 1`,
      unit,
      ours: two,
      peer: one,
      atMost,
      note,
    };
  };
  return [row('wall', 's', 0.65), row('cpu', 's CPU')];
}

/** lambdas/jobs/core/shuffle.test.ts checks the formula against counted requests. */
function shuffleRow(): Row {
  const size = { maps: 64, reduces: 16 };
  const groups = planMerges(size.maps, size.reduces, 'hash').length;
  return {
    name: 'shuffle of 64 x 16, against a file for each pair',
    unit: 'requests',
    ours: requests({ ...size, groups }),
    peer: naiveRequests(size),
    atMost: 0.15,
  };
}

const MERGED_RUNS = 16;

/** Measures CPU seconds a MB of merged runs, and the size of this text's run. */
async function mergeSpeed(folder: string, large: string): Promise<Pick<Inputs, 'mergeSeconds' | 'runMb'>> {
  const crew = crewOf(folderBlobs(folder), kindOf('word-count'));
  const shared = { options: {}, memoryBytes: 2 ** 30 };
  const { size } = await stat(large);
  const split = { index: 0, pieces: [{ key: large, from: 0, to: size, size }] };
  const asked = { partitions: 1, partitioner: 'hash', poison: { policy: 'fail', upTo: 0 } } as const;
  const { run } = await crew.map({ ...shared, ...asked, split, outKey: 'model/run' }, () => {});
  const startedAt = process.cpuUsage();
  await crew.merge({ ...shared, runs: Array.from({ length: MERGED_RUNS }, () => run), outKey: 'model/merged' });
  const { user, system } = process.cpuUsage(startedAt);
  const runMb = (await readFile(join(folder, run.key))).length / 1e6;
  return { mergeSeconds: (user + system) / 1e6 / (MERGED_RUNS * runMb), runMb };
}

const TB = 1e12;

async function modelRows(folder: string, large: string, cpu: number): Promise<Row[]> {
  const inputs = {
    bytes: TB,
    mapSeconds: cpu / MEGABYTES,
    ...(await mergeSpeed(folder, large)),
    jobItemKb: jobItemKb(TB),
  };
  return [1, 64, 200, 1000].flatMap((workers): Row[] => {
    const { seconds, dollars, of, tasks, bound } = modelled(inputs, workers);
    const before = modelled(inputs, workers, { shards: 1, kb: inputs.jobItemKb });
    const shares = Object.entries(of).map(([name, share]) => `${name} $${share.toFixed(2)}`);
    const note =
      `bench/jobs/jobs-model.ts, of ${tasks} tasks: ${shares.join(', ')}. Inputs: ${JSON.stringify(inputs)}, lib/prices.ts.` +
      (bound > 0 ? ` The tables' partitions bound ${bound} phases.` : '') +
      ` If every task checked the job's own item: ${before.seconds.toFixed(0)} s, $${before.dollars.toFixed(2)}.`;
    const name = `MODEL of AWS: words of 1 TB, ${workers} worker${workers === 1 ? '' : 's'}`;
    console.log(`${name}: ${note}`);
    return [
      { name, unit: 's', ours: seconds, note },
      { name, unit: '$', ours: dollars, note },
    ];
  });
}
