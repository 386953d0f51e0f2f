// A job's result: the top lines, the parts to download, and the records left out.
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { JobResult } from '../../../lambdas/jobs/contract.ts';
import { useAction } from '../../kit/action.tsx';
import { Clock } from '../../kit/moment.tsx';
import { count, counted, size } from '../../kit/numbers.ts';
import { Pending } from '../../kit/pending.tsx';
import { getResult } from './api.ts';
import { columnsOf, sectionsOf } from './preview.ts';

const ROWS = 20;

function Preview({ section, lines }: { section: string; lines: readonly string[] }): VNode {
  const rows = lines.slice(0, ROWS).map(columnsOf);
  return (
    <div class="wide-table" tabindex={0} role="region" aria-label={section}>
      <table>
        <caption>{section}</caption>
        <tbody>
          {rows.map(([name, ...rest]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {rest.map((cell) => (
                <td>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Parts({ result, again }: { result: JobResult; again: () => void }): VNode {
  return (
    <div>
      <h3>Parts</h3>
      <ul class="parts">
        {result.parts.map(({ url, bytes, records }, i) => (
          <li key={i}>
            <a href={url} target="_blank" rel="noopener" download>
              Part {i + 1}
            </a>{' '}
            <span class="hint">
              {counted(records, 'record')}, {size(bytes)}
            </span>
          </li>
        ))}
      </ul>
      <p class="hint">
        The links expire at <Clock at={result.urlsExpireAt} />.
      </p>
      <button type="button" onClick={again}>
        Renew links
      </button>
    </div>
  );
}

function Skipped({ skipped }: Pick<JobResult, 'skipped'>): VNode {
  return (
    <details>
      <summary>{counted(skipped.length, 'record')} skipped</summary>
      <ul>
        {skipped.map(({ file, offset, reason }) => (
          <li key={`${file} ${offset}`}>
            <code>{file}</code> at byte {count(offset)}: {reason}
          </li>
        ))}
      </ul>
    </details>
  );
}

export function JobResultCard({ jobId }: { jobId: string }): VNode {
  const [result, setResult] = useState<JobResult>();
  const action = useAction();
  const load = (): Promise<void> => action.run(async () => setResult(await getResult(jobId)));
  useEffect(() => void load(), [jobId]);
  return (
    <section class="card job-result" aria-labelledby="result">
      <h2 id="result">Result</h2>
      {(!result || action.failure) && <Pending action={action} again={load} />}
      {result && (
        <>
          <p class="facts">
            <span>{counted(result.records, 'record')}</span> <span>{size(result.bytes)}</span>{' '}
            <span>{counted(result.parts.length, 'part')}</span>
          </p>
          {result.preview.length === 0 && <p class="empty">The job found nothing in its input.</p>}
          {sectionsOf(result.preview).map(({ name, lines }) => (
            <Preview key={name} section={name} lines={lines} />
          ))}
          {result.skipped.length > 0 && <Skipped skipped={result.skipped} />}
          <Parts result={result} again={load} />
        </>
      )}
    </section>
  );
}
