// A phase's progress and speed. All times are the service's, because a laptop's clock may be wrong.
import type { Progress, Task } from '../../../lambdas/jobs/contract.ts';

/** 0 to 1: by bytes, or by tasks where bytes are unknown. */
export function partOf({ tasks, bytes }: Pick<Progress, 'tasks' | 'bytes'>): number {
  if (tasks.total === tasks.done) return 1;
  return Math.min(1, bytes.total > 0 ? bytes.done / bytes.total : tasks.done / tasks.total);
}

/** Bytes per second: from first start to last end for a finished phase, from the ETA for a running one. */
export function speedOf({ phase, tasks, bytes, etaSeconds }: Progress, all: readonly Task[]): number | undefined {
  if (tasks.done < tasks.total) return etaSeconds ? (bytes.total - bytes.done) / etaSeconds : undefined;
  const ended = all
    .filter((task) => task.phase === phase)
    .flatMap(({ attempts }) => attempts)
    .flatMap(({ startedAt, endedAt, outcome }) =>
      outcome === 'DONE' && endedAt ? [{ from: Date.parse(startedAt), to: Date.parse(endedAt) }] : [],
    );
  if (ended.length === 0) return undefined;
  const ms = Math.max(...ended.map(({ to }) => to)) - Math.min(...ended.map(({ from }) => from));
  return ms > 0 ? (1000 * bytes.total) / ms : undefined;
}
