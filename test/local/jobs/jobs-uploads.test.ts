// Uploads of jobs: exactly what was announced, only by its owner, and within a user's quota.
import { gzipSync } from 'node:zlib';
import { beforeAll, expect, test } from '@jest/globals';
import { quotas } from '../../../lambdas/jobs/contract.ts';
import { ask, eventually, newPerson, type Person, unique } from '../kit/client.ts';
import {
  announce,
  countWords,
  ended,
  linesOf,
  objectsOf,
  postForm,
  resultOf,
  someText,
  start,
  started,
  upload,
} from './jobs-world.ts';

let owner: Person;
beforeAll(async () => {
  owner = await newPerson();
});

test('a form takes the bytes that were announced: not one more or less, and no other key', async () => {
  const { body } = await announce(owner, 'a.txt', 10);
  const { url, fields } = body.upload;
  expect((await postForm(body.upload, Buffer.alloc(11))).status).toBe(400);
  expect((await postForm(body.upload, Buffer.alloc(9))).status).toBe(400);
  const elsewhere = { url, fields: { ...fields, key: fields.key.replace('a.txt', 'b.txt') } };
  expect((await postForm(elsewhere, Buffer.alloc(10))).status).toBe(403);
  const forged = { url, fields: { ...fields, 'x-amz-signature': '0'.repeat(64) } };
  expect((await postForm(forged, Buffer.alloc(10))).status).toBe(403);
  expect((await postForm(body.upload, Buffer.alloc(10))).status).toBe(204);
});

test('an announcement sent again is one upload; a name that leaves its folder is refused', async () => {
  const headers = { 'idempotency-key': unique() };
  const ask1 = () =>
    ask('POST', '/api/jobs/uploads', { token: owner.token, headers, body: { filename: 'a.txt', sizeBytes: 1 } });
  expect((await ask1()).body.uploadId).toBe((await ask1()).body.uploadId);
  for (const filename of ['../a.txt', 'a/b.txt', '', '.hidden', 'a\nb'])
    expect((await announce(owner, filename, 1)).status).toBe(400);
});

test('over 100 MB come in parts, which are put one by one and completed; others cannot complete them', async () => {
  const sizeBytes = quotas.singleUploadBytes + 1;
  const { body } = await announce(owner, 'large.txt', sizeBytes);
  expect(body.upload).toBeUndefined();
  expect(body.parts.urls).toHaveLength(2);
  const text = someText(2000);
  const line = `${'x'.repeat(99)}\n`;
  const filler = line.repeat(Math.ceil(sizeBytes / 100)).slice(0, sizeBytes - text.length);
  const bytes = Buffer.from(`${text}${filler}`);
  const etags: string[] = [];
  const put = async (i: number, length: number) => {
    const part = bytes.subarray(i * body.parts.partBytes, i * body.parts.partBytes + length);
    const answer = await fetch(body.parts.urls[i], { method: 'PUT', body: part as BodyInit });
    expect(answer.status).toBe(200);
    etags[i] = String(answer.headers.get('etag'));
  };
  const complete = (person: Person, given: string[]) =>
    ask('POST', `/api/jobs/uploads/${body.uploadId}/complete`, {
      token: person.token,
      body: { etags: given },
      direct: true,
    });
  const refused = async (given: string[], wrong: string) => {
    const answer = await complete(owner, given);
    expect(answer.body).toMatchObject({
      status: 409,
      code: 'UPLOAD_INCOMPLETE',
      detail: expect.stringContaining(wrong),
    });
  };
  // Part by part: missing, cut, and another than the one that is named.
  await put(0, body.parts.partBytes);
  await refused(etags, 'Of 2 parts, 2:');
  await put(1, sizeBytes - body.parts.partBytes - 1);
  await refused(etags, 'Of 2 parts, 2:');
  await refused(etags.slice(0, 1), 'Of 2 parts, 2:');
  await put(1, sizeBytes - body.parts.partBytes);
  await refused([...etags].reverse(), 'Of 2 parts, 1, 2:');
  expect((await complete(await newPerson(), etags)).body.code).toBe('NOT_FOUND');
  expect((await complete(owner, ['"0cc175b9c0f1b6a831c399e269772661"'])).body.code).toBe('UPLOAD_INCOMPLETE');
  for (const no of ['\u0004', '"ä"', '', '<a> b'])
    expect((await complete(owner, [no])).body.code).toBe('VALIDATION_FAILED');
  expect((await complete(owner, ['<a>&"'])).body.code).toBe('UPLOAD_INCOMPLETE');
  expect((await complete(owner, etags)).status).toBe(204);
  expect((await complete(owner, etags)).status).toBe(204);
  const jobId = await started(owner, { kind: 'word-count', input: { uploadIds: [body.uploadId] } });
  const job = await ended(owner, jobId, 120_000);
  expect(job).toMatchObject({ state: 'SUCCEEDED' });
  expect(job.phases[0]?.bytes.total).toBe(sizeBytes);
  expect(linesOf((await resultOf(owner, jobId)).texts)).toEqual(countWords(bytes.toString()));
}, 180_000);

test('an upload goes with the last job that uses it, and no other job fails by that', async () => {
  const text = 'one two two\n';
  const wish = { kind: 'word-count', input: { uploadIds: [await upload(owner, 'shared.txt', text)] }, partitions: 1 };
  const jobIds = [await started(owner, wish), await started(owner, wish)];
  for (const jobId of jobIds) expect(await ended(owner, jobId)).toMatchObject({ state: 'SUCCEEDED' });
  const forget = async (jobId = '') => {
    expect((await ask('DELETE', `/api/jobs/${jobId}`, { token: owner.token, direct: true })).status).toBe(204);
    await eventually(
      () => objectsOf(jobId),
      (keys) => keys.length === 0,
    );
  };
  await forget(jobIds[0]);
  const third = await started(owner, wish);
  expect(await ended(owner, third)).toMatchObject({ state: 'SUCCEEDED' });
  expect(linesOf((await resultOf(owner, third)).texts)).toEqual(countWords(text));
  await forget(jobIds[1]);
  await forget(third);
  const refused = await eventually(
    () => start(owner, wish),
    ({ status }) => status === 400,
  );
  expect(refused.body.code).toBe('UPLOAD_UNKNOWN');
}, 120_000);

test('what an upload is, its bytes say: gzip under any name, and two of one name are two', async () => {
  const line = '192.0.2.1 - John Smith [22/Nov/2026:10:46:53 +0000] "GET / HTTP/1.1" 200 5 "-" "-" 1500\n';
  const nothing = '192.0.2.1 - - [22/Nov/2026:10:46:53 +0000] "-" 408 - "-" "-"\n';
  const files = [
    ['x.log.gz', gzipSync(line)],
    ['x.log.gz', gzipSync(line + nothing)],
    ['a.log', gzipSync(line)],
    ['plain.gz', line],
    ['wide.log', Buffer.from(`\ufeff${line}`, 'utf16le')],
  ] as const;
  const uploadIds = await Promise.all(files.map(([name, bytes]) => upload(owner, name, bytes)));
  const wish = { kind: 'log-analysis', input: { uploadIds }, partitions: 1, options: { durationUnit: 'us' } };
  const jobId = await started(owner, wish);
  expect(await ended(owner, jobId)).toMatchObject({ state: 'SUCCEEDED' });
  const lines = linesOf((await resultOf(owner, jobId)).texts);
  expect(lines.map((one) => one.replace(/"p50Ms":1\.(49|5).*/, 'p50'))).toEqual([
    'client\t192.0.2.1\t{"requests":6,"errors":0}',
    'minute\t2026-11-22T10:46Z\t{"requests":6,"errors":0}',
    'route\tGET /\t{"requests":5,"errors":0,p50',
    'route\tmalformed\t{"requests":1,"errors":0,"p50Ms":null,"p95Ms":null,"p99Ms":null}',
  ]);
});

test('a user announces a limited number of bytes per day', async () => {
  const person = await newPerson();
  const answers = [];
  for (let i = 0; i < 5; i += 1) answers.push(await announce(person, 'huge.txt', quotas.fileBytes));
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 429]);
  expect(answers.at(-1)?.body.code).toBe('TOO_MANY_BYTES');
  // Retry-After points to the next day in UTC.
  const wait = Number(answers.at(-1)?.headers['retry-after']) * 1000;
  expect(new Date(Date.now() + wait + 60_000).getUTCDate()).not.toBe(new Date().getUTCDate());
  expect(wait).toBeLessThanOrEqual(86_400_000);
  expect((await announce(person, 'larger.txt', quotas.fileBytes + 1)).status).toBe(400);
});
