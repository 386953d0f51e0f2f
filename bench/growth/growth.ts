// Measures whether reads grow with their data: every list at 1x, 10x and 100x, interleaved, in units and in time.
import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { readContracts } from '../../bin/contracts.ts';
import { root } from '../../localstack/environment.ts';
import type { Row } from '../row.ts';
import { listRoutes } from './lists.ts';
import { loaders } from './loaders.ts';
import type { Order, Sample } from './probe.ts';

const SCALES = [1, 10, 100] as const;
const WARM = 2;
const ROUNDS = 15;
/** The emulator takes a second for some pages at 100x; those get fewer rounds, but at least five. */
const BUDGET_MS = 5_000;
const FEWEST = 5;
/** Growth below this is not told from noise on this machine. */
const RESOLUTION_MS = 1;
const MOST = 1.5;

class Probe {
  readonly #child: ChildProcess;
  #orders = 0;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  static async start(times: number): Promise<Probe> {
    const endpoint = process.env.AWS_ENDPOINT_URL?.replace('localhost', '127.0.0.1');
    const child = fork(join(root, 'bench/growth/probe.ts'), [String(times)], {
      // The SDK asks a bucket of an address by its path, as in the emulator's functions.
      env: { ...process.env, AWS_ENDPOINT_URL: endpoint, AWS_ENDPOINT_URL_S3: endpoint },
      execArgv: ['--no-warnings'],
      // The handlers' log lines are not ours to show.
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    await new Promise<void>((resolve, reject) => {
      child.once('message', () => resolve());
      child.once('exit', (code) => reject(new Error(`the probe of ${times}x ended with ${code}`)));
    });
    return new Probe(child);
  }

  tell<Value>(order: Omit<Order, 'id'>): Promise<Value> {
    this.#orders += 1;
    const id = this.#orders;
    return new Promise((resolve, reject) => {
      const hear = (answer: { id: number; value: Value; error?: string }) => {
        if (answer.id !== id) return;
        this.#child.off('message', hear);
        if (answer.error === undefined) resolve(answer.value);
        else reject(new Error(answer.error));
      };
      this.#child.on('message', hear);
      this.#child.send({ id, ...order });
    });
  }

  stop(): void {
    this.#child.kill();
  }
}

/** The environment must already be entered, and the application be deployed. */
export async function growthRows(): Promise<Row[]> {
  const probes: Probe[] = [];
  try {
    for (const times of SCALES) probes.push(await Probe.start(times));
    const startedAt = performance.now();
    for (const loader of loaders.keys())
      for (const probe of probes) await probe.tell({ do: 'load', loader, ask: 0, page: 'first' });
    const loaded = (performance.now() - startedAt) / 1000;
    const things = loaders.map(({ things, base }) => `${base * 100} ${things}`).join('; ');
    const rows: Row[] = [{ name: 'growth: loaded', unit: 's', ours: loaded, note: `at 100x: ${things}` }];
    for (const [loader, { asks }] of loaders.entries())
      for (const ask of asks.keys())
        for (const page of ['first', 'late'] as const) rows.push(...(await measure(probes, { loader, ask, page })));
    return [...rows, ...(await bareRows(probes))];
  } finally {
    for (const probe of probes) probe.stop();
  }
}

async function measure(probes: readonly Probe[], which: Pick<Order, 'loader' | 'ask' | 'page'>): Promise<Row[]> {
  const samples: Sample[][] = probes.map(() => []);
  const startedAt = performance.now();
  for (let round = -WARM; round < ROUNDS; round += 1) {
    if (round >= FEWEST && performance.now() - startedAt > BUDGET_MS) break;
    for (const [i, probe] of probes.entries()) {
      const sample = await probe.tell<Sample | undefined>({ do: 'ask', ...which });
      if (!sample) return [];
      if (round >= 0) samples[i]?.push(sample);
    }
  }
  return rowsOf(await nameOf(which), which, samples);
}

const routes = listRoutes((await readContracts()).map(({ contract }) => contract));

async function nameOf({ loader, ask, page }: Pick<Order, 'loader' | 'ask' | 'page'>): Promise<string> {
  const { service, asks } = loaders[loader] as (typeof loaders)[number];
  const { route, about } = asks[ask] as (typeof asks)[number];
  const template = routes.find((one) => one.service === service && one.name === route)?.route.template;
  return [`GET ${template}`, about, ...(page === 'late' ? ['late page'] : [])].filter(Boolean).join(', ');
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

function rowsOf(name: string, { loader, ask }: Pick<Order, 'loader' | 'ask'>, samples: readonly Sample[][]): Row[] {
  const { curve } = loaders[loader]?.asks[ask] ?? {};
  const row = (unit: string, what: keyof Sample, least: number): Row => {
    const series = samples.map((of) => median(of.map((sample) => sample[what])));
    const [one = Number.NaN, , hundred = Number.NaN] = series;
    const isNoise = hundred - one < least;
    return {
      name,
      unit,
      ours: hundred,
      peer: isNoise ? hundred : one,
      atMost: MOST,
      series,
      ...(curve !== undefined && { note: curve }),
    };
  };
  const pages = new Set(samples.map((of) => of[0]?.items));
  if (pages.size > 1) throw new Error(`${name}: pages of ${[...pages]} items, which cannot be compared`);
  return [row('RCU', 'units', 0), row('ms', 'oursMs', RESOLUTION_MS)];
}

/** One read at the emulator alone: its Query takes time in proportion to the partition. */
async function bareRows(probes: readonly Probe[]): Promise<Row[]> {
  const rows: Row[] = [];
  for (const bare of ['query', 'get'] as const) {
    const series: number[] = [];
    for (const probe of probes) {
      const times: number[] = [];
      for (let round = 0; round < FEWEST; round += 1)
        times.push(await probe.tell<number>({ do: bare, loader: 0, ask: 0, page: 'first' }));
      series.push(median(times));
    }
    const [one, , hundred = Number.NaN] = series;
    rows.push({ name: `emulator: ${bare} of links`, unit: 'ms', ours: hundred, ...(one && { peer: one }), series });
  }
  return rows;
}
