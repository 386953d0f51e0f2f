// Runs map, merge and reduce tasks on worker threads of this process.
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import type { KindName } from '../../../lambdas/jobs/core/kinds.ts';
import type { Crew, MapOrder, Merged, MergeOrder, ReduceOrder } from '../../../lambdas/jobs/core/run-job.ts';
import type { Mapped } from '../../../lambdas/jobs/core/tasks/map-task.ts';
import type { Reduced } from '../../../lambdas/jobs/core/tasks/reduce-task.ts';

export type Order =
  | { readonly task: 'map'; readonly order: MapOrder }
  | { readonly task: 'merge'; readonly order: MergeOrder }
  | { readonly task: 'reduce'; readonly order: ReduceOrder };
/** Classes do not survive between threads: an error is sent as its message and its class name. */
export interface Failed {
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
}
export type Answer = { readonly bytes: number } | { readonly result: unknown } | { readonly error: Failed };

interface Waiting {
  readonly order: Order;
  readonly onBytes: (bytes: number) => void;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

export interface Threads extends Crew {
  end(): Promise<void>;
}

/**
 * worker.ts as JavaScript. Node strips types by WebAssembly anew in each thread. That takes longer than small tasks,
 * and threads that start and end during it can crash V8 (nodejs/node#64500).
 */
async function workerScript(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, 'worker.ts')],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    mainFields: ['module', 'main'],
    logLevel: 'warning',
  });
  return outputFiles[0]?.text ?? '';
}

/** Each thread runs one task at a time; keys are absolute paths. */
export async function threads(count: number, kind: KindName): Promise<Threads> {
  const script = await workerScript();
  const waiting: Waiting[] = [];
  const idle: Worker[] = [];
  const busy = new Map<Worker, Waiting>();
  const give = () => {
    while (idle.length > 0 && waiting.length > 0) {
      const [worker, work] = [idle.shift() as Worker, waiting.shift() as Waiting];
      busy.set(worker, work);
      worker.postMessage(work.order);
    }
  };
  const all = Array.from({ length: count }, () => {
    const worker = new Worker(script, { eval: true, workerData: { kind } });
    const finish = (settle: (work: Waiting) => void) => {
      const work = busy.get(worker);
      busy.delete(worker);
      if (work) settle(work);
    };
    worker.on('message', (answer: Answer) => {
      if ('bytes' in answer) return busy.get(worker)?.onBytes(answer.bytes);
      idle.push(worker);
      finish((work) => {
        if ('error' in answer) work.reject(Object.assign(new Error(answer.error.message), answer.error));
        else work.resolve(answer.result);
      });
      return give();
    });
    worker.on('error', (error) => finish(({ reject }) => reject(error)));
    return worker;
  });
  idle.push(...all);
  const run = (order: Order, onBytes: (bytes: number) => void = () => {}) =>
    new Promise<unknown>((resolve, reject) => {
      waiting.push({ order, onBytes, resolve, reject });
      give();
    });
  return {
    map: async (order, onBytes) => (await run({ task: 'map', order }, onBytes)) as Mapped,
    merge: async (order) => (await run({ task: 'merge', order })) as Merged,
    reduce: async (order) => (await run({ task: 'reduce', order })) as Reduced,
    end: async () => {
      await Promise.all(all.map((worker) => worker.terminate()));
    },
  };
}
