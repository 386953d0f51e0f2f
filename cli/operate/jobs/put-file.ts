// Uploads a file as its announcement says: by a presigned form, or part by part. Reports the bytes sent.
import { createReadStream } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Upload } from '../../../lambdas/jobs/contract.ts';
import { Failure } from '../../../localstack/failure.ts';

type OnBytes = (count: number) => void;
interface Answer {
  readonly status: number;
  readonly etag: string;
  readonly text: string;
}

/** `before` and `after` are the parts of a form around the file. */
async function send(
  method: 'POST' | 'PUT',
  url: string,
  file: { path: string; from: number; to: number },
  { before = '', after = '', type }: { before?: string; after?: string; type?: string },
  onBytes: OnBytes,
): Promise<Answer> {
  const length = Buffer.byteLength(before) + (file.to - file.from) + Buffer.byteLength(after);
  const request = (url.startsWith('https:') ? https : http).request(url, {
    method,
    headers: { 'content-length': length, ...(type && { 'content-type': type }) },
  });
  const answered = new Promise<Answer>((resolve, reject) => {
    request.on('error', reject);
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          etag: String(response.headers.etag ?? ''),
          text: Buffer.concat(chunks).toString(),
        }),
      );
    });
  });
  const count = new Transform({
    transform(chunk: Buffer, _, done) {
      onBytes(chunk.length);
      done(null, chunk);
    },
  });
  const body = async function* () {
    if (before) yield Buffer.from(before);
    if (file.to > file.from)
      yield* createReadStream(file.path, { start: file.from, end: file.to - 1 }).pipe(count) as AsyncIterable<Buffer>;
    if (after) yield Buffer.from(after);
  };
  const sent = pipeline(Readable.from(body()), request);
  const [answer] = await Promise.all([answered, sent]);
  return answer;
}

const refused = (path: string, { status, text }: Answer) =>
  new Failure(
    `${path} was refused with ${status}: ${text.slice(0, 200)}`,
    'Try again; an upload URL is valid for one hour.',
  );

const BOUNDARY = 'system-design-job-upload';

async function postForm(
  { url, fields }: NonNullable<Upload['upload']>,
  path: string,
  size: number,
  onBytes: OnBytes,
): Promise<void> {
  const field = (name: string, value: string) =>
    `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const before = `${Object.entries(fields)
    .map(([name, value]) => field(name, value))
    .join('')}--${BOUNDARY}\r\ncontent-disposition: form-data; name="file"; filename="file"\r\n\r\n`;
  const around = { before, after: `\r\n--${BOUNDARY}--\r\n`, type: `multipart/form-data; boundary=${BOUNDARY}` };
  const answer = await send('POST', url, { path, from: 0, to: size }, around, onBytes);
  if (answer.status >= 300) throw refused(path, answer);
}

/** Answers the ETags of the parts of a multipart upload, which the caller must complete. */
export async function putFile(
  { upload, parts }: Pick<Upload, 'upload' | 'parts'>,
  path: string,
  size: number,
  onBytes: OnBytes,
): Promise<string[] | undefined> {
  if (upload) {
    await postForm(upload, path, size, onBytes);
    return undefined;
  }
  const etags: string[] = [];
  for (const [i, url] of (parts?.urls ?? []).entries()) {
    const from = i * (parts?.partBytes ?? size);
    const to = Math.min(size, from + (parts?.partBytes ?? size));
    const answer = await send('PUT', url, { path, from, to }, {}, onBytes);
    if (answer.status !== 200) throw refused(path, answer);
    etags.push(answer.etag);
  }
  return etags;
}
