import { afterEach, expect, test } from '@jest/globals';
import { bindings } from '../resources.ts';
import { mediaIdOfJob } from './transcribe-store.ts';

afterEach(() => void delete process.env[bindings.transcribeJobs]);

test('a job is ours by the beginning of its name, which a stage has bound', () => {
  expect(mediaIdOfJob('system-design-captions-m1')).toBe('m1');
  expect(mediaIdOfJob('dev-system-design-captions-m1')).toBeUndefined();
  process.env[bindings.transcribeJobs] = 'dev-system-design-captions-';
  expect(mediaIdOfJob('dev-system-design-captions-m1')).toBe('m1');
  expect(mediaIdOfJob('system-design-captions-m1')).toBeUndefined();
});
