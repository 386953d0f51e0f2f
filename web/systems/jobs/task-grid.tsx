// The tasks of a phase as a grid: the colour and sign of a cell show its task's state. The arrow keys move between
// cells, and pressing a cell shows its attempts.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Task } from '../../../lambdas/jobs/contract.ts';
import { Clock } from '../../kit/moment.tsx';
import { counted } from '../../kit/numbers.ts';
import { outcomes, phaseNames, taskStates } from './words.ts';

/** A grid with more cells is no longer readable. */
const MOST_CELLS = 1000;
const numberOf = ({ taskId }: Task): number => Number(taskId.split('-').at(-1));

function labelOf({ taskId, state, attempts, straggling }: Task): string {
  const tries = attempts.length > 0 ? `, ${counted(attempts.length, 'attempt')}` : '';
  return `${taskId}: ${taskStates[state].name}${straggling ? ', straggling' : ''}${tries}`;
}

function Attempts({ task }: { task: Task }): VNode {
  const { taskId, attempts, reason, straggling } = task;
  return (
    <div class="attempts" role="region" aria-label={`Attempts of ${taskId}`}>
      <p>
        <strong>{labelOf(task)}</strong>
      </p>
      {straggling && <p class="hint">It takes much longer than the others; a second attempt may start in parallel.</p>}
      {reason && <p>{reason}</p>}
      {attempts.length === 0 && <p class="hint">No attempt has started yet.</p>}
      <ol>
        {attempts.map(({ number, startedAt, endedAt, outcome, reason: why }) => (
          <li key={number}>
            <Clock at={startedAt} />
            {endedAt && (
              <>
                {' '}
                to <Clock at={endedAt} />
              </>
            )}
            : {outcome ? outcomes[outcome] : 'Running'}
            {why && why !== reason && <>. {why}</>}
          </li>
        ))}
      </ol>
    </div>
  );
}

export function TaskGrid({ phase, tasks }: { phase: Task['phase']; tasks: readonly Task[] }): VNode {
  const [chosen, setChosen] = useState<string>();
  const [stop, setStop] = useState(0);
  const cells = tasks.slice(0, MOST_CELLS);
  const task = tasks.find(({ taskId }) => taskId === chosen);

  const move = (event: KeyboardEvent): void => {
    const steps: Record<string, number> = { ArrowRight: stop + 1, ArrowLeft: stop - 1, Home: 0, End: cells.length - 1 };
    const next = steps[event.key];
    if (next === undefined || next < 0 || next >= cells.length) return;
    event.preventDefault();
    setStop(next);
    (event.currentTarget as HTMLElement).querySelectorAll('button')[next]?.focus();
  };

  return (
    <>
      <ol class="tasks" aria-label={`Tasks of ${phaseNames[phase]}`} onKeyDown={move}>
        {cells.map((one, i) => {
          const { taskId, state, straggling, attempts } = one;
          return (
            <li key={taskId}>
              <button
                type="button"
                class={`task ${state.toLowerCase()} ${straggling ? 'straggling' : ''}`}
                tabindex={i === stop ? 0 : -1}
                aria-label={labelOf(one)}
                aria-expanded={taskId === chosen}
                title={labelOf(one)}
                onClick={() => {
                  setStop(i);
                  setChosen(taskId === chosen ? undefined : taskId);
                }}
              >
                <span aria-hidden="true">{straggling ? '!' : taskStates[state].sign}</span>
                <small aria-hidden="true">{attempts.length > 1 ? `×${attempts.length}` : numberOf(one)}</small>
              </button>
            </li>
          );
        })}
      </ol>
      {tasks.length > cells.length && <p class="hint">And {tasks.length - cells.length} more.</p>}
      {task && <Attempts task={task} />}
    </>
  );
}
