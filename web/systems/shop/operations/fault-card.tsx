// The switch that makes the payment provider slow or fail for a while.
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Fault, FaultWish } from '../../../../lambdas/shared/base/fault.ts';
import { useAction } from '../../../kit/action.tsx';
import { Field, Form, textOf } from '../../../kit/form.tsx';
import { Clock } from '../../../kit/moment.tsx';
import { Pending } from '../../../kit/pending.tsx';
import { announce } from '../../../kit/status.tsx';
import { getFault, switchFault } from './operations-api.ts';

type Kind = Fault['kind'];

const kinds: readonly (readonly [Kind, string, string])[] = [
  ['off', 'Work', 'The provider responds normally.'],
  ['slow', 'Be slow', 'Every response takes two seconds longer.'],
  ['fail', 'Fail', 'Every call returns 503.'],
];
const now: Readonly<Record<Kind, string>> = {
  off: 'The provider works.',
  slow: 'The provider is slow.',
  fail: 'The provider fails.',
};
const SLOW_MS = 2_000;

const wishOf = (kind: Kind, seconds: number): FaultWish =>
  kind === 'off' ? { kind } : kind === 'slow' ? { kind, seconds, delayMs: SLOW_MS } : { kind, seconds };

export function FaultCard(): VNode {
  const [fault, setFault] = useState<Fault>();
  const [kind, setKind] = useState<Kind>('off');
  const reading = useAction();
  const take = (known: Fault): void => {
    setFault(known);
    setKind(known.kind);
  };
  const load = (): Promise<void> => reading.run(async () => take(await getFault()));
  useEffect(() => void load(), []);
  useEffect(() => {
    if (!fault?.until) return;
    // The fault ends by itself; read it again then.
    const timer = setTimeout(load, Math.max(0, Date.parse(fault.until) - Date.now()) + 500);
    return () => clearTimeout(timer);
  }, [fault?.until]);
  const send = async (fields: FormData): Promise<void> => {
    const seconds = Number(textOf(fields, 'seconds')) || 60;
    take(await switchFault(wishOf(kind, seconds)));
    announce(
      kind === 'off'
        ? 'The provider works again.'
        : `The provider ${kind === 'slow' ? 'is slow' : 'fails'} for ${seconds} s.`,
    );
  };
  return (
    <section class="card" aria-labelledby="fault">
      <h2 id="fault">The provider’s health</h2>
      {!fault && <Pending action={reading} again={load} />}
      {fault && (
        <>
          <p role="status">
            <strong>{now[fault.kind]}</strong>
            {fault.until && (
              <>
                {' '}
                Until <Clock at={fault.until} />.
              </>
            )}
            {fault.timesLeft !== undefined && ` ${fault.timesLeft} failures left.`}
          </p>
          <Form verb="Switch" doing="Switching…" button="primary" send={send}>
            <fieldset class="cards">
              <legend>Make the provider</legend>
              {kinds.map(([id, name, does]) => (
                <label class="pay-card" key={id}>
                  <input type="radio" name="kind" value={id} checked={id === kind} onChange={() => setKind(id)} />
                  <span>
                    <strong>{name}</strong> <span class="hint">{does}</span>
                  </span>
                </label>
              ))}
            </fieldset>
            {kind !== 'off' && (
              <Field
                label="Duration in seconds"
                name="seconds"
                type="number"
                inputmode="numeric"
                min={1}
                max={3600}
                defaultValue="60"
                required
              />
            )}
          </Form>
        </>
      )}
    </section>
  );
}
