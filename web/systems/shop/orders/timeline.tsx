// The events that make up an order, in the order they were appended.
import type { VNode } from 'preact';
import type { Order } from '../../../../lambdas/orders/contract.ts';
import { price } from '../money.ts';
import { seconds, stepName, stepNote } from './saga-words.ts';

export function Timeline({ order: { timeline, totalCents } }: { order: Order }): VNode {
  const startMs = Date.parse(timeline[0]?.at ?? '');
  return (
    <section class="card" aria-labelledby="timeline">
      <h2 id="timeline">Events</h2>
      <ol class="timeline">
        {timeline.map((step, i) => {
          const note = stepNote(step, price(totalCents));
          return (
            <li key={i}>
              <time datetime={step.at}>{i === 0 ? '0 s' : seconds(Date.parse(step.at) - startMs)}</time>
              <span>
                <strong>{stepName(step.type)}</strong>
                {note && (
                  <>
                    {' '}
                    <span class="hint">{note}</span>
                  </>
                )}
              </span>
            </li>
          );
        })}
      </ol>
      <p class="hint">These events make up the order; everything else on this page derives from them.</p>
    </section>
  );
}
