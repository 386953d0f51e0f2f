import { expect, test } from '@jest/globals';
import { AnnounceUpload } from '../../../lambdas/jobs/contract.ts';
import { uploadName } from './upload-name.ts';

test.each([
  ['moby-dick (1).txt', 'moby-dick (1).txt'],
  ['../etc/pass', '_._etc_pass'],
  ['日本.log', '__.log'],
  ['', 'file'],
  ['x'.repeat(300), 'x'.repeat(200)],
])('a file %j is announced as %j, which the API takes', (filename, name) => {
  expect(uploadName(filename)).toBe(name);
  expect(AnnounceUpload.safeParse({ filename: name, sizeBytes: 1 }).success).toBe(true);
});
