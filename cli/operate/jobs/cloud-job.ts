// `npm run job -- <kind> FILE...`: uploads the files, starts the job as the demo customer, and shows each phase, the
// top of the result and its location. Ctrl-C cancels the job.
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SampleName } from '../../../lambdas/jobs/contract.ts';
import { type Job, type JobResult, quotas, sampleNames } from '../../../lambdas/jobs/contract.ts';
import type { Input } from '../../../lambdas/jobs/core/inputs/input.ts';
import type { KindName } from '../../../lambdas/jobs/core/kinds.ts';
import type { DurationUnit } from '../../../lambdas/jobs/core/logs/access.ts';
import type { Partitioner } from '../../../lambdas/jobs/core/partition.ts';
import type { Environment } from '../../../localstack/environment.ts';
import { Failure } from '../../../localstack/failure.ts';
import { guard } from '../../../localstack/interrupt.ts';
import { readOutputs } from '../../../localstack/outputs.ts';
import { each, post } from '../../../localstack/seed/api.ts';
import { signIn } from '../../../localstack/seed/users.ts';
import { seconds } from '../../../localstack/steps.ts';
import { inputsOf } from './local-job.ts';
import { PhaseBars } from './phase-bars.ts';
import { putFile } from './put-file.ts';
import { topLines } from './top-lines.ts';

export interface CloudJob {
  readonly kind: KindName;
  readonly files: readonly string[];
  readonly sample?: string | undefined;
  readonly partitions?: number | undefined;
  readonly partitioner?: Partitioner | undefined;
  readonly skip?: number | undefined;
  readonly durationUnit?: DurationUnit | undefined;
  /** Folder to download the parts to. Default: they stay in the cloud. */
  readonly out?: string | undefined;
  /** An access token. Default: the demo customer's. */
  readonly token?: string | undefined;
}

const POLL_MS = 250;
const AT_ONCE = 4;

/** The public API, with the caller's token. */
class Api {
  readonly #url: string;
  readonly #token: string;
  constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  async get<Value>(path: string): Promise<Value> {
    const response = await fetch(`${this.#url}${path}`, { headers: { authorization: `Bearer ${this.#token}` } });
    if (!response.ok) throw new Error(`GET ${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as Value;
  }

  async post<Value>(path: string, body: object): Promise<Value> {
    return (await post(`${this.#url}${path}`, body, { token: this.#token, key: crypto.randomUUID() })) as Value;
  }
}

/** A name that S3 keys and headers accept. */
const safeName = (path: string): string =>
  basename(path)
    .replaceAll(/[^\w .()-]/g, '-')
    .replace(/^[^\w]/, '_')
    .slice(0, 200);

async function uploadAll(api: Api, inputs: readonly Input[], bars: PhaseBars): Promise<string[]> {
  const totalBytes = inputs.reduce((sum, { size }) => sum + size, 0);
  const uploadIds: string[] = [];
  let [bytes, done] = [0, 0];
  const show = (count: number) => {
    bytes += count;
    bars.show({ phase: 'upload', tasks: inputs.length, done, bytes, totalBytes });
  };
  await each(AT_ONCE, [...inputs.entries()], async ([i, { key, name = key, size }]) => {
    type Announced = Parameters<typeof putFile>[0] & { uploadId: string };
    const announced = await api.post<Announced>('/jobs/uploads', { filename: safeName(name), sizeBytes: size });
    const etags = await putFile(announced, key, size, show);
    if (etags) await api.post(`/jobs/uploads/${announced.uploadId}/complete`, { etags });
    uploadIds[i] = announced.uploadId;
    done += 1;
    show(0);
  });
  return uploadIds;
}

async function inputFor(api: Api, { kind, files, sample }: CloudJob, bars: PhaseBars) {
  if (sample !== undefined) {
    if (!sampleNames.includes(sample as SampleName))
      throw new Failure(`There is no sample '${sample}'`, `The samples are ${sampleNames.join(', ')}.`);
    return { sample };
  }
  const inputs = await inputsOf(files);
  if (inputs.length === 0) throw new Failure('There is no file to read', `npm run job -- ${kind} FILE...`);
  if (inputs.length > quotas.uploadsPerJob)
    throw new Failure(
      `${inputs.length} files are too many for one job`,
      `A job takes ${quotas.uploadsPerJob}. Join some files, or use --local.`,
    );
  return { uploadIds: await uploadAll(api, inputs, bars) };
}

async function watch(api: Api, jobId: string, bars: PhaseBars): Promise<Job> {
  const done = new Set<string>();
  for (;;) {
    const job = await api.get<Job>(`/jobs/${jobId}`);
    for (const { phase, tasks, bytes } of job.phases.filter((one) => !done.has(one.phase))) {
      bars.show({ phase, tasks: tasks.total, done: tasks.done, bytes: bytes.done, totalBytes: bytes.total });
      if (tasks.done === tasks.total) done.add(phase);
    }
    if (job.state !== 'RUNNING' && job.state !== 'CANCELLING') return job;
    await sleep(POLL_MS);
  }
}

async function download(parts: JobResult['parts'], out: string): Promise<string> {
  const folder = resolve(out);
  await mkdir(folder, { recursive: true });
  await each(AT_ONCE, [...parts.entries()], async ([i, { url }]) => {
    const { body, status } = await fetch(url);
    if (status !== 200 || !body) throw new Error(`a part answered ${status}`);
    const file = createWriteStream(join(folder, `part-${String(i).padStart(5, '0')}`));
    await pipeline(Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]), file);
  });
  return `${relative(process.cwd(), folder) || '.'}/part-*`;
}

export async function showInCloud(environment: Environment, job: CloudJob): Promise<void> {
  const startedAt = performance.now();
  const outputs = await readOutputs(environment);
  if (job.token === undefined && environment.target === 'aws')
    throw new Failure('There is no demo customer on AWS', 'Pass your access token with --token.');
  const api = new Api(outputs.apiDirectUrl, job.token ?? (await signIn(outputs, 'customer')));
  const bars = new PhaseBars();
  const wish = {
    kind: job.kind,
    input: await inputFor(api, job, bars),
    ...(job.partitions !== undefined && { partitions: job.partitions }),
    ...(job.partitioner !== undefined && { partitioner: job.partitioner }),
    options: {
      ...(job.skip && { poison: { policy: 'skip', upTo: job.skip } }),
      ...(job.durationUnit && { durationUnit: job.durationUnit }),
    },
  };
  const { jobId } = await api.post<{ jobId: string }>('/jobs', wish);
  const cancel = () => api.post(`/jobs/${jobId}/cancel`, {}).catch(() => {});
  const { state, reason } = await guard(cancel, () => watch(api, jobId, bars));
  if (state !== 'SUCCEEDED')
    throw new Failure(`The job is ${state}${reason ? `: ${reason}` : ''}`, `GET ${outputs.apiUrl}/jobs/${jobId}/tasks`);
  const result = await api.get<JobResult>(`/jobs/${jobId}/result`);
  const place =
    job.out === undefined ? `${outputs.apiUrl}/jobs/${jobId}/result` : await download(result.parts, job.out);
  console.log(`\n${topLines(result.preview)}\n`);
  for (const { file, offset, reason } of result.skipped) console.log(`skipped ${file} at byte ${offset}: ${reason}`);
  console.log(`✔ ${result.records} lines of result in ${result.parts.length} parts: ${place}  ${seconds(startedAt)}`);
}
