// The switch that makes the payment provider slow or fail for a while.
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Fault, FaultWish } from '../../../../lambdas/shared/base/faults/fault.ts';
import { faultKinds, faultNames } from '../../../../lambdas/shared/base/faults/fault-kinds.ts';
import { useAction } from '../../../kit/action.tsx';
import { Field, Form, textOf } from '../../../kit/form.tsx';
import { Clock } from '../../../kit/moment.tsx';
import { Pending } from '../../../kit/pending.tsx';
import { announce } from '../../../kit/status.tsx';
import { getFault, switchFault } from './operations-api.ts';

type Kind = Fault['kind'];

const healthy = { name: 'work', now: 'works', does: 'The provider responds normally.' };
const wordsOf = (kind: Kind) => (kind === 'off' ? healthy : faultKinds[kind]);
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const wishOf = (kind: Kind, seconds: number): FaultWish =>
  kind === 'off' ? { kind } : { ...faultKinds[kind].wish, seconds };

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
    announce(kind === 'off' ? 'The provider works again.' : `The provider ${faultKinds[kind].now} for ${seconds} s.`);
  };
  return (
    <section class="card" aria-labelledby="fault">
      <h2 id="fault">The provider’s health</h2>
      {!fault && <Pending action={reading} again={load} />}
      {fault && (
        <>
          <p role="status">
            <strong>The provider {wordsOf(fault.kind).now}.</strong>
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
              {(['off', ...faultNames] as const).map((id) => (
                <label class="pay-card" key={id}>
                  <input type="radio" name="kind" value={id} checked={id === kind} onChange={() => setKind(id)} />
                  <span>
                    <strong>{capital(wordsOf(id).name)}</strong> <span class="hint">{wordsOf(id).does}</span>
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
