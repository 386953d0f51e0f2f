// Splits the time of a job into stages, from its tasks and attempts.
import type { Job, Task } from '../../lambdas/jobs/contract.ts';

export interface Stage {
  readonly name: string;
  readonly ms: number;
}

/** Stages from the job's start to its end: the wait before each phase, the phase, and the commit. */
export function stagesOf(
  { createdAt, endedAt, phases }: Pick<Job, 'createdAt' | 'endedAt' | 'phases'>,
  tasks: readonly Task[],
): Stage[] {
  const stages: Stage[] = [];
  let nowMs = Date.parse(createdAt);
  const until = (name: string, ms: number) => {
    stages.push({ name, ms: ms - nowMs });
    nowMs = ms;
  };
  for (const { phase } of phases) {
    const attempts = tasks.filter((task) => task.phase === phase).flatMap((task) => task.attempts);
    until(`before ${phase}`, Math.min(...attempts.map(({ startedAt }) => Date.parse(startedAt))));
    until(phase, Math.max(...attempts.map((attempt) => Date.parse(attempt.endedAt ?? attempt.startedAt))));
  }
  until('commit', Date.parse(endedAt ?? ''));
  return stages;
}
