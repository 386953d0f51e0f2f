// The clicks of one link, refreshed while the user looks.
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Link, Stats } from '../../../lambdas/links/contract.ts';
import { FailureAlert, useAction } from '../../kit/action.tsx';
import { CountTable } from '../../kit/charts/count-table.tsx';
import { DayChart } from '../../kit/charts/day-chart.tsx';
import { Heading } from '../../kit/heading.tsx';
import { Pending } from '../../kit/pending.tsx';
import { getLink, linkStats } from './api.ts';
import { copyShortUrl, LinkFacts } from './link-item.tsx';
import { QrButton } from './qr-code.tsx';
import { withoutScheme } from './short-url.ts';

/** A click takes some seconds to reach the counters (stream, batch), so polling more often shows nothing new. */
const refreshMs = 5_000;

export function ClicksView({ code }: { code: string }): VNode {
  const [link, setLink] = useState<Link>();
  const [stats, setStats] = useState<Stats>();
  const action = useAction();
  const { busy, failure, run } = action;

  const refresh = (): Promise<void> => run(async () => setStats(await linkStats(code)));
  useEffect(() => {
    // A failure here hides only the target: the counts outlive the link, and the refresh below reports what is wrong.
    getLink(code).then(setLink, () => setLink(undefined));
    void refresh();
    const timer = setInterval(() => document.visibilityState === 'visible' && void refresh(), refreshMs);
    return () => clearInterval(timer);
  }, [code]);

  return (
    <>
      <p class="back">
        <a href="#/links">← Your links</a>
      </p>
      <Heading>
        Clicks of <span class="code">{code}</span>
      </Heading>
      {link && (
        <div class="link-head">
          <a class="short" href={link.shortUrl} target="_blank" rel="noopener">
            {withoutScheme(link.shortUrl)}
          </a>
          <p class="target">{link.url}</p>
          <LinkFacts link={link} />
        </div>
      )}
      <div class="actions">
        <button type="button" aria-disabled={busy} onClick={refresh}>
          Refresh
        </button>
        {link && (
          <button type="button" onClick={() => copyShortUrl(link)}>
            Copy<span class="visually-hidden"> the link</span>
          </button>
        )}
        {link && <QrButton link={link} />}
      </div>
      {stats ? <FailureAlert failure={failure} /> : <Pending action={action} again={refresh} />}
      {stats && (
        <div class="stats">
          <section class="card total" aria-labelledby="total">
            <h2 id="total">Last 30 days</h2>
            <p aria-live="polite">
              <strong>{stats.total}</strong> {stats.total === 1 ? 'click' : 'clicks'}
            </p>
            {stats.total === 0 ? (
              <p class="hint">Follow the short link: its click appears here within seconds.</p>
            ) : (
              <DayChart
                byDay={stats.byDay.map(({ day, clicks }) => ({ day, count: clicks }))}
                of="click"
                table="By day"
              />
            )}
          </section>
          {stats.total > 0 && (
            <div class="tables">
              <CountTable
                title="By day"
                unit="Day (UTC)"
                of="Clicks"
                rows={stats.byDay
                  .map(({ day, clicks }) => ({ name: day, count: clicks }))
                  .sort((a, b) => b.name.localeCompare(a.name))}
              />
              <CountTable
                title="By referrer"
                unit="Referrer"
                of="Clicks"
                rows={stats.byReferrer.map(({ referrer, clicks }) => ({ name: referrer, count: clicks }))}
              />
              <CountTable
                title="By device"
                unit="Device"
                of="Clicks"
                rows={stats.byDevice.map(({ device, clicks }) => ({ name: device, count: clicks }))}
              />
            </div>
          )}
        </div>
      )}
    </>
  );
}
