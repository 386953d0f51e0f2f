// What `npm run bench` measures, part by part.
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
] as const;
