// The form that starts a job over a sample, or over files that it uploads first.
import type { VNode } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { Job, SampleName, StartJob } from '../../../lambdas/jobs/contract.ts';
import { Check, Field, Form } from '../../kit/form.tsx';
import { size } from '../../kit/numbers.ts';
import { createAttemptKeys } from '../../kit/requests/attempt-key.ts';
import { announce } from '../../kit/status.tsx';
import { startJob } from './api.ts';
import { uploadFiles } from './upload.ts';
import { durationUnits, kinds, partitioners, samples } from './words.ts';

/** The input option that stands for the user's own files instead of a sample. */
const FILES = 'files';
/** The most records that a job's `skip` policy leaves out. */
const MOST_SKIPPED = 500;

type DurationUnit = NonNullable<NonNullable<StartJob['options']>['durationUnit']>;

function wishOf(fields: FormData, input: StartJob['input']): StartJob {
  const splitBytes = Number(fields.get('splitBytes'));
  return {
    kind: fields.get('kind') as Job['kind'],
    input,
    partitions: Number(fields.get('partitions')),
    partitioner: fields.get('partitioner') as keyof typeof partitioners,
    options: {
      ...(splitBytes > 0 && { splitBytes }),
      ...(fields.get('durationUnit') && { durationUnit: fields.get('durationUnit') as DurationUnit }),
      ...(fields.has('skip') && { poison: { policy: 'skip', upTo: MOST_SKIPPED } }),
    },
  };
}

interface ChoiceProps {
  readonly label: string;
  readonly name: string;
  /** The options' words, by value. */
  readonly of: Readonly<Record<string, string>>;
  readonly value?: string;
  readonly onChoice?: (value: string) => void;
}

const Choice = ({ label, name, of, value, onChoice }: ChoiceProps): VNode => (
  <div class="field">
    <label for={name}>{label}</label>
    <select
      id={name}
      name={name}
      value={value}
      onChange={(event: Event) => onChoice?.((event.currentTarget as HTMLSelectElement).value)}
    >
      {Object.entries(of).map(([key, words]) => (
        <option key={key} value={key}>
          {words}
        </option>
      ))}
    </select>
  </div>
);
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
  const keys = useMemo(() => createAttemptKeys(), []);
  const [input, setInput] = useState('words');
  const [kind, setKind] = useState<Job['kind']>('word-count');
  const [split, setSplit] = useState(SMALL);
  const [sent, setSent] = useState<{ bytes: number; of: number }>();

  const choose = (chosen: string): void => {
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
  const send = async (fields: FormData): Promise<void> => {
    const wish = wishOf(fields, await inputOf(fields));
    const { jobId } = await startJob(wish, keys.keyFor(wish));
    keys.settle();
    announce('The job has started.');
    location.assign(`#/jobs/${jobId}`);
  };

  return (
    <section class="card" aria-labelledby="new-job">
      <h2 id="new-job">Start a job</h2>
      <Form verb="Start the job" doing={sent ? 'Uploading…' : 'Starting…'} send={send}>
        <Choice label="Input" name="input" of={inputs} value={input} onChoice={choose} />
        {input === FILES && (
          <Field
            label="Files"
            name="files"
            type="file"
            multiple
            required
            hint={
              <>
                Up to 100 MB each: text in UTF-8 or UTF-16, plain or compressed by gzip. For larger files, use{' '}
                <code>npm run job</code>.
              </>
            }
          />
        )}
        <Choice
          label="Kind"
          name="kind"
          of={kinds}
          value={kind}
          onChoice={(chosen) => setKind(chosen as Job['kind'])}
        />
        {kind === 'log-analysis' && (
          <Choice label="Whole numbers at the end of a line" name="durationUnit" of={durationUnits} />
        )}
        <Choice label="Split size" name="splitBytes" of={splits} value={split} onChoice={setSplit} />
        <Field
          label="Partitions"
          name="partitions"
          type="number"
          min={1}
          max={64}
          value="4"
          required
          hint="Number of reduce tasks and result parts, from 1 to 64."
        />
        <Choice label="Partitioner" name="partitioner" of={partitioners} />
        <Check
          label="Skip unreadable records"
          name="skip"
          hint={`The job skips and lists up to ${MOST_SKIPPED} records. Otherwise, the first one fails the job.`}
        />
        {sent && (
          <p>
            <label for="sent">
              Uploading: {size(sent.bytes)} of {size(sent.of)}
            </label>{' '}
            <progress id="sent" value={sent.bytes} max={Math.max(1, sent.of)} />
          </p>
        )}
      </Form>
    </section>
  );
}
