// What a job found: the highest lines, the parts to download, and what was left out.
import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { JobResult } from '../../../lambdas/jobs/contract.ts';
import { useAction } from '../../kit/action.ts';
import { Clock } from '../../kit/moment.ts';
import { count, counted, size } from '../../kit/numbers.ts';
import { Pending } from '../../kit/pending.ts';
import { getResult } from './api.ts';
import { columnsOf, sectionsOf } from './preview.ts';

const ROWS = 20;

function Preview({ section, lines }: { section: string; lines: readonly string[] }): VNode {
  const rows = lines.slice(0, ROWS).map(columnsOf);
  return html`<div class="wide-table" tabindex="0" role="region" aria-label=${section}>
    <table>
      <caption>${section}</caption>
      <tbody>
        ${rows.map(([name, ...rest]) => html`<tr key=${name}><th scope="row">${name}</th>${rest.map((cell) => html`<td>${cell}</td>`)}</tr>`)}
      </tbody>
    </table>
  </div>`;
}

function Parts({ result, again }: { result: JobResult; again: () => void }): VNode {
  return html`<div>
    <h3>Parts</h3>
    <ul class="parts">
      ${result.parts.map(({ url, bytes, records }, i) => html`<li key=${i}><a href=${url} target="_blank" rel="noopener" download>Part ${i + 1}</a> <span class="hint">${counted(records, 'record')}, ${size(bytes)}</span></li>`)}
    </ul>
    <p class="hint">The links are good until <${Clock} at=${result.urlsExpireAt} />.</p>
    <button type="button" onClick=${again}>New links</button>
  </div>`;
}

function Skipped({ skipped }: Pick<JobResult, 'skipped'>): VNode {
  return html`<details>
    <summary>${counted(skipped.length, 'record')} left out</summary>
    <ul>${skipped.map(({ file, offset, reason }) => html`<li key=${`${file} ${offset}`}><code>${file}</code> at byte ${count(offset)}: ${reason}</li>`)}</ul>
  </details>`;
}

export function JobResultCard({ jobId }: { jobId: string }): VNode {
  const [result, setResult] = useState<JobResult>();
  const action = useAction();
  const load = (): Promise<void> => action.run(async () => setResult(await getResult(jobId)));
  useEffect(() => void load(), [jobId]);
  return html`<section class="card job-result" aria-labelledby="result">
    <h2 id="result">Result</h2>
    ${(!result || action.failure) && html`<${Pending} action=${action} again=${load} />`}
    ${
      result &&
      html`<p class="facts"><span>${counted(result.records, 'record')}</span> <span>${size(result.bytes)}</span> <span>${counted(result.parts.length, 'part')}</span></p>
        ${result.preview.length === 0 && html`<p class="empty">There was nothing in the input to be found.</p>`}
        ${sectionsOf(result.preview).map(({ name, lines }) => html`<${Preview} key=${name} section=${name} lines=${lines} />`)}
        ${result.skipped.length > 0 && html`<${Skipped} skipped=${result.skipped} />`}
        <${Parts} result=${result} again=${load} />`
    }
  </section>`;
}
