// The most clicked links of all users, with the estimate's error in words.
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Top } from '../../../lambdas/links/contract.ts';
import { FailureAlert, useAction } from '../../kit/action.tsx';
import { CountTable } from '../../kit/charts/count-table.tsx';
import { Heading } from '../../kit/heading.tsx';
import { Pending } from '../../kit/pending.tsx';
import { topLinks } from './api.ts';

function boundInWords({ overcountAtMost, confidence, clicksCounted }: Top['errorBound']): string {
  const percent = (confidence * 100).toFixed(1);
  return `Estimated from ${clicksCounted} clicks by a count-min sketch: no count is too low, and with ${percent} % confidence none is more than ${overcountAtMost} too high.`;
}

export function TopView(): VNode {
  const [top, setTop] = useState<Top>();
  const action = useAction();
  const { busy, failure, run } = action;
  // Loaded once and then only by hand: each answer reads a whole day's sketches.
  const refresh = (): Promise<void> => run(async () => setTop(await topLinks()));
  useEffect(() => void refresh(), []);
  return (
    <>
      <p class="back">
        <a href="#/links">← Your links</a>
      </p>
      <Heading>Top links</Heading>
      {top ? (
        <>
          <div class="actions">
            <button type="button" aria-disabled={busy} onClick={refresh}>
              Refresh
            </button>
          </div>
          <FailureAlert failure={failure} />
        </>
      ) : (
        <Pending action={action} again={refresh} />
      )}
      {top && (
        <div class="top">
          {top.items.length === 0 && <p class="empty">No clicks in the last {top.hours} hours.</p>}
          {top.items.length > 0 && (
            <CountTable
              title={`Last ${top.hours} hours`}
              unit="Short link"
              of="Clicks"
              rows={top.items.map(({ code, shortUrl, clicks }) => ({ name: code, count: clicks, href: shortUrl }))}
            />
          )}
          {top.items.length > 0 && <p class="hint">{boundInWords(top.errorBound)}</p>}
        </div>
      )}
    </>
  );
}
