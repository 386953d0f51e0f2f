// A thread of crew.ts: receives a task, sends its result, and reports the bytes read in between.
import { parentPort, workerData } from 'node:worker_threads';
import { folderBlobs } from '../../../lambdas/jobs/core/folder-blobs.ts';
import { type KindName, kindOf } from '../../../lambdas/jobs/core/kinds.ts';
import { crewOf } from '../../../lambdas/jobs/core/run-job.ts';
import type { Answer, Order } from './crew.ts';

const crew = crewOf(folderBlobs('/'), kindOf((workerData as { kind: KindName }).kind));
const tell = (answer: Answer) => parentPort?.postMessage(answer);

/** Bytes read between two progress messages. */
const TELL_BYTES = 1_000_000;

async function work(order: Order): Promise<unknown> {
  if (order.task === 'merge') return crew.merge(order.order);
  if (order.task === 'reduce') return crew.reduce(order.order);
  let untold = 0;
  const result = await crew.map(order.order, (bytes) => {
    untold += bytes;
    if (untold < TELL_BYTES) return;
    tell({ bytes: untold });
    untold = 0;
  });
  tell({ bytes: untold });
  return result;
}

parentPort?.on('message', (order: Order) => {
  work(order).then(
    (result) => tell({ result }),
    ({ name, message, stack }: Error) => tell({ error: { name, message, stack } }),
  );
});
