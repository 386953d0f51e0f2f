// Parts of `npm run bench`.
export const parts = [
  'imports',
  'synth',
  'capacity',
  'inventory',
  'orders',
  'search',
  'load',
  'jobs',
  'job',
  'media',
  'laptop',
  'growth',
] as const;
