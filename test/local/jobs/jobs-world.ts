// A client of jobs: uploads, starts, waits and reads results.
import http from 'node:http';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { bindings, type Job, type JobResult, type Task } from '../../../lambdas/jobs/contract.ts';
import { bound } from '../kit/aws.ts';
import { type Answer, ask, eventually, type Person, root, unique } from '../kit/client.ts';

const s3 = new S3Client({ ...root, forcePathStyle: true });
let known: string | undefined;
async function bucket(): Promise<string> {
  known ??= await bound('jobs/run-task', bindings.bucket);
  return known;
}

/** Posts a presigned form with the file last, as a browser does. */
export async function postForm(
  { url, fields }: { url: string; fields: Record<string, string> },
  bytes: Uint8Array,
): Promise<{ status: number; body: string }> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new Blob([bytes as BlobPart]));
  const response = await fetch(url, { method: 'POST', body: form });
  return { status: response.status, body: await response.text() };
}

export async function announce(person: Person, filename: string, sizeBytes: number): Promise<Answer> {
  return ask('POST', '/api/jobs/uploads', { token: person.token, body: { filename, sizeBytes }, direct: true });
}

export async function upload(person: Person, filename: string, content: string | Uint8Array): Promise<string> {
  const bytes = Buffer.from(content);
  const { status, body } = await announce(person, filename, bytes.length);
  if (status !== 201) throw new Error(`announcing answered ${status}: ${JSON.stringify(body)}`);
  const put = await postForm(body.upload, bytes);
  if (put.status >= 300) throw new Error(`the upload answered ${put.status}: ${put.body}`);
  return String(body.uploadId);
}

export const start = (person: Person, wish: object, key = unique()): Promise<Answer> =>
  ask('POST', '/api/jobs', { token: person.token, body: wish, headers: { 'idempotency-key': key }, direct: true });

export async function started(person: Person, wish: object): Promise<string> {
  const { status, body } = await start(person, wish);
  if (status !== 202) throw new Error(`the job was refused with ${status}: ${JSON.stringify(body)}`);
  return String(body.jobId);
}

export const getJob = async (person: Person, jobId: string): Promise<Job> =>
  (await ask('GET', `/api/jobs/${jobId}`, { token: person.token, direct: true })).body;

export const tasksOf = async (person: Person, jobId: string): Promise<Task[]> =>
  (await ask('GET', `/api/jobs/${jobId}/tasks`, { token: person.token, direct: true })).body.items;

export const act = (person: Person, jobId: string, what: 'cancel' | 'retry', body: object = {}): Promise<Answer> =>
  ask('POST', `/api/jobs/${jobId}/${what}`, {
    token: person.token,
    direct: true,
    ...(what === 'retry' && { body }),
  });

export const ended = (person: Person, jobId: string, timeoutMs = 45_000): Promise<Job> =>
  eventually(
    () => getJob(person, jobId),
    ({ state }) => state === 'SUCCEEDED' || state === 'FAILED' || state === 'CANCELLED',
    timeoutMs,
  );

export async function resultOf(person: Person, jobId: string): Promise<JobResult & { texts: string[] }> {
  const { status, body } = await ask('GET', `/api/jobs/${jobId}/result`, { token: person.token, direct: true });
  if (status !== 200) throw new Error(`the result answered ${status}: ${JSON.stringify(body)}`);
  const texts = await Promise.all(body.parts.map(({ url }: { url: string }) => download(url)));
  return { ...body, texts };
}

function download(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    http
      .get(url, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          if (response.statusCode === 200) resolve(text);
          else reject(new Error(`${response.statusCode}: ${text.slice(0, 300)}`));
        });
      })
      .on('error', reject);
  });
}

/** Keys of all objects of a job. */
export async function objectsOf(jobId: string): Promise<string[]> {
  const pages = await Promise.all(
    ['work', 'results'].map(async (prefix) =>
      s3.send(new ListObjectsV2Command({ Bucket: await bucket(), Prefix: `${prefix}/${jobId}/` })),
    ),
  );
  return pages.flatMap(({ Contents = [] }) => Contents.flatMap(({ Key }) => Key ?? []));
}

/** Overwrites an upload as root, which its owner cannot. */
export async function overwrite(person: Person, uploadId: string, filename: string, content: string): Promise<void> {
  const Key = `uploads/${person.userId}/${uploadId}/${filename}`;
  await s3.send(new PutObjectCommand({ Bucket: await bucket(), Key, Body: content }));
}

export const objectText = async (Key: string): Promise<string> =>
  (await (await s3.send(new GetObjectCommand({ Bucket: await bucket(), Key }))).Body?.transformToString()) ?? '';

/** Counts the words of a text plainly: sorted lines `word<TAB>count`. */
export function countWords(text: string): string[] {
  const counts = new Map<string, number>();
  for (const [run] of text.toLowerCase().matchAll(/[\p{L}\p{N}\p{M}]+/gu))
    if (/[\p{L}\p{N}]/u.test(run)) counts.set(run, (counts.get(run) ?? 0) + 1);
  return [...counts].map(([word, count]) => `${word}\t${count}`).sort();
}

export const linesOf = (texts: readonly string[]): string[] =>
  texts.flatMap((text) => text.split('\n').filter(Boolean)).sort();

/** Lines of ASCII words, different for each seed. */
export function someText(lines: number, seed = 1): string {
  let state = seed;
  const next = (below: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % below;
  };
  return Array.from(
    { length: lines },
    () => `${Array.from({ length: 8 }, () => `w${next(10 ** (1 + next(4)))}`).join(' ')}\n`,
  ).join('');
}
