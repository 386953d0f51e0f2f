// Examples of the jobs service in the API document.

export const path = { jobId: '0123456789abcdef0123' };
export const uploadId = 'fedcba98765432100123';
export const summary = {
  ...path,
  kind: 'word-count',
  state: 'SUCCEEDED',
  partitions: 4,
  partitioner: 'hash',
  createdAt: '2026-03-01T08:00:00.000Z',
  endedAt: '2026-03-01T08:00:09.000Z',
};
