// Parts of `npm run bench`.
export const parts = [
  'imports',
  'synth',
  'capacity',
  'inventory',
  'orders',
  'search',
  'growth',
  'load',
  'jobs',
  'job',
  'media',
  'laptop',
] as const;
