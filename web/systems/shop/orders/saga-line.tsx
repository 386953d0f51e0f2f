// The saga drawn as a line with stops: out to the confirmed order, and back when a step refuses.
import type { VNode } from 'preact';
import type { Light, Return, Saga, Stop } from './saga.ts';
import { seconds, stops } from './saga-words.ts';

/** For users who cannot see the lights. */
const said: Readonly<Record<Light, string>> = {
  done: 'done',
  active: 'now',
  refused: 'refused',
  undone: 'compensated',
  waiting: 'pending',
  skipped: 'not reached',
};

const mark: Readonly<Record<Light, string>> = {
  done: 'M5 12.5 10 17.5 19 7',
  refused: 'M6 6 18 18M18 6 6 18',
  undone: 'M9 6 5 10 9 14M5 10H15a4 4 0 0 1 0 8H11',
  active: '',
  waiting: '',
  skipped: '',
};

function StopItem({ stop, under }: { stop: Stop; under?: string }): VNode {
  const { name, light, afterMs } = stop;
  const { title, by } = stops[name];
  // The clock starts at the first stop.
  const time =
    afterMs === undefined || name === 'place'
      ? ''
      : `${light === 'refused' ? 'refused ' : ''}after ${seconds(afterMs)}`;
  const state = time || (light === 'done' ? '' : said[light]);
  return (
    <li
      class={`stop ${light} ${under ? `way-back under-${under}` : ''}`}
      aria-current={light === 'active' ? 'step' : undefined}
    >
      <svg class="light" viewBox="0 0 24 24" width={24} height={24} aria-hidden="true">
        {mark[light] && <path d={mark[light]} />}
      </svg>
      <strong>{title}</strong>
      <span class="by">{by}</span>
      <span class="when">
        {state}
        {time && <span class="visually-hidden">, {said[light]}</span>}
        {!state && <span class="visually-hidden">{said[light]}</span>}
      </span>
    </li>
  );
}

export function SagaLine({ saga: { out, back } }: { saga: Saga }): VNode {
  return (
    <div class="saga">
      <ol aria-label="Steps of the saga">
        {out.map((stop) => (
          <StopItem key={stop.name} stop={stop} />
        ))}
      </ol>
      {back.length > 0 && (
        <>
          <p class="back-title">Compensations, in reverse order</p>
          <ol aria-label="Compensations, in reverse">
            {back.map((stop: Return) => (
              <StopItem key={stop.name} stop={stop} under={stop.under} />
            ))}
          </ol>
        </>
      )}
    </div>
  );
}
