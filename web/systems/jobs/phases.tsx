// A phase: a progress bar, what it does and at which speed, and its tasks.
import type { VNode } from 'preact';
import type { Job, Progress, Task } from '../../../lambdas/jobs/contract.ts';
import { counted, duration, size } from '../../kit/numbers.ts';
import { partOf, speedOf } from './progress.ts';
import { TaskGrid } from './task-grid.tsx';
import { isAtWork, phaseNames } from './words.ts';

function Phase({ progress, tasks, live }: { progress: Progress; tasks: readonly Task[]; live: boolean }): VNode {
  const { phase, tasks: of, bytes, attempts, etaSeconds } = progress;
  const part = partOf(progress);
  const speed = speedOf(progress, tasks);
  const isDone = of.done === of.total;
  const facts = [
    `${of.done} of ${counted(of.total, 'task')}`,
    of.running > 0 && `${of.running} running`,
    of.failed > 0 && `${of.failed} failed`,
    bytes.total > 0 && (isDone ? size(bytes.total) : `${size(bytes.done)} of ${size(bytes.total)}`),
    speed !== undefined && (live || isDone) && `${size(Math.round(speed))}/s`,
    live && !isDone && etaSeconds !== null && `about ${duration(etaSeconds)} left`,
    counted(attempts, 'attempt'),
  ].filter(Boolean);
  return (
    <section class="card phase" aria-labelledby={`phase-${phase}`}>
      <h2 id={`phase-${phase}`}>
        {phaseNames[phase]} <span class="hint">{Math.floor(100 * part)} %</span>
      </h2>
      <svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
        <rect width={100} height={1} />
        <rect class="part" width={100 * part} height={1} />
      </svg>
      <p class="facts">
        {facts.map((fact) => (
          <span>{fact}</span>
        ))}
      </p>
      <TaskGrid phase={phase} tasks={tasks.filter((task) => task.phase === phase)} />
    </section>
  );
}

export function Phases({ job, tasks }: { job: Job; tasks: readonly Task[] }): VNode {
  if (job.phases.length === 0)
    return <p class="empty">{isAtWork(job) ? 'Its input is being split into tasks…' : 'It has no tasks.'}</p>;
  return (
    <div class="phases">
      {job.phases.map((progress) => (
        <Phase key={progress.phase} progress={progress} tasks={tasks} live={isAtWork(job)} />
      ))}
      <p class="hint legend">
        ✓ done · ▸ running · ! straggling · ✕ failed · ×2: second attempt. Select a cell to see its attempts.
      </p>
    </div>
  );
}
