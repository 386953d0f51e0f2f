// The form that starts a job over a sample, or over files that it uploads first.
import type { VNode } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { Job, SampleName, StartJob } from '../../../lambdas/jobs/contract.ts';
import { FailureAlert, useAction } from '../../kit/action.tsx';
import { size } from '../../kit/numbers.ts';
import { createAttemptKeys } from '../../kit/requests/attempt-key.ts';
import { announce } from '../../kit/status.tsx';
import { startJob } from './api.ts';
import { uploadFiles } from './upload.ts';
import { kinds, partitioners, samples } from './words.ts';

/** The input option that stands for the user's own files instead of a sample. */
const FILES = 'files';
/** The most records that a job's `skip` policy leaves out. */
const MOST_SKIPPED = 500;

function wishOf(fields: FormData, input: StartJob['input']): StartJob {
  const splitBytes = Number(fields.get('splitBytes'));
  return {
    kind: fields.get('kind') as Job['kind'],
    input,
    partitions: Number(fields.get('partitions')),
    partitioner: fields.get('partitioner') as keyof typeof partitioners,
    options: {
      ...(splitBytes > 0 && { splitBytes }),
      ...(fields.has('skip') && { poison: { policy: 'skip', upTo: MOST_SKIPPED } }),
    },
  };
}

const options = (of: Readonly<Record<string, string>>) =>
  Object.entries(of).map(([value, name]) => (
    <option key={value} value={value}>
      {name}
    </option>
  ));
/** Bytes per map task. */
const splits = {
  0: 'By file size: at least 16 MB per task',
  65536: '64 kB per task',
  262144: '256 kB per task',
  1048576: '1 MB per task',
};
const SMALL = '262144';
const inputs = {
  ...Object.fromEntries(Object.entries(samples).map(([name, sample]) => [name, sample.name])),
  [FILES]: 'Your files',
};

export function NewJob(): VNode {
  const { busy, failure, run } = useAction();
  const keys = useMemo(() => createAttemptKeys(), []);
  const [input, setInput] = useState('words');
  const [kind, setKind] = useState<Job['kind']>('word-count');
  const [split, setSplit] = useState(SMALL);
  const [sent, setSent] = useState<{ bytes: number; of: number }>();

  const choose = (event: Event): void => {
    const chosen = (event.currentTarget as HTMLSelectElement).value;
    setInput(chosen);
    // A sample is small; a single task would leave nothing to watch.
    setSplit(chosen === FILES ? '0' : SMALL);
    if (chosen !== FILES) setKind(samples[chosen as SampleName].kind);
  };
  async function inputOf(fields: FormData): Promise<StartJob['input']> {
    if (input !== FILES) return { sample: input as SampleName };
    const files = fields.getAll('files') as File[];
    const of = files.reduce((sum, file) => sum + file.size, 0);
    try {
      return { uploadIds: await uploadFiles(files, (bytes) => setSent({ bytes, of })) };
    } finally {
      setSent(undefined);
    }
  }
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget as HTMLFormElement);
    void run(async () => {
      const wish = wishOf(fields, await inputOf(fields));
      const { jobId } = await startJob(wish, keys.keyFor(wish));
      keys.settle();
      announce('The job has started.');
      location.assign(`#/jobs/${jobId}`);
    });
  };

  return (
    <section class="card" aria-labelledby="new-job">
      <h2 id="new-job">Start a job</h2>
      <form onSubmit={submit}>
        <div class="field">
          <label for="input">Input</label>
          <select id="input" value={input} onChange={choose}>
            {options(inputs)}
          </select>
        </div>
        {input === FILES && (
          <div class="field">
            <label for="files">Files</label>
            <input id="files" name="files" type="file" multiple required aria-describedby="files-hint" />
            <p class="hint" id="files-hint">
              Up to 100 MB each, plain text or .gz. For larger files, use <code>npm run job</code>.
            </p>
          </div>
        )}
        <div class="field">
          <label for="kind">Kind</label>
          <select
            id="kind"
            name="kind"
            value={kind}
            onChange={(event: Event) => setKind((event.currentTarget as HTMLSelectElement).value as Job['kind'])}
          >
            {options(kinds)}
          </select>
        </div>
        <div class="field">
          <label for="split">Split size</label>
          <select
            id="split"
            name="splitBytes"
            value={split}
            onChange={(event: Event) => setSplit((event.currentTarget as HTMLSelectElement).value)}
          >
            {options(splits)}
          </select>
        </div>
        <div class="field">
          <label for="partitions">Partitions</label>
          <input
            id="partitions"
            name="partitions"
            type="number"
            min={1}
            max={64}
            value="4"
            required
            aria-describedby="partitions-hint"
          />
          <p class="hint" id="partitions-hint">
            Number of reduce tasks and result parts, from 1 to 64.
          </p>
        </div>
        <div class="field">
          <label for="partitioner">Partitioner</label>
          <select id="partitioner" name="partitioner">
            {options(partitioners)}
          </select>
        </div>
        <div class="field check">
          <input id="skip" name="skip" type="checkbox" aria-describedby="skip-hint" />
          <label for="skip">Skip unreadable records</label>
          <p class="hint" id="skip-hint">
            The job skips and lists up to {MOST_SKIPPED} records. Otherwise, the first one fails the job.
          </p>
        </div>
        {sent && (
          <p>
            <label for="sent">
              Uploading: {size(sent.bytes)} of {size(sent.of)}
            </label>{' '}
            <progress id="sent" value={sent.bytes} max={Math.max(1, sent.of)} />
          </p>
        )}
        <FailureAlert failure={failure} />
        <button type="submit" class="primary wide" aria-disabled={busy}>
          {sent ? 'Uploading…' : busy ? 'Starting…' : 'Start the job'}
        </button>
      </form>
    </section>
  );
}
