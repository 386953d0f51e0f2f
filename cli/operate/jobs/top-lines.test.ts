import { expect, test } from '@jest/globals';
import { topLines } from './top-lines.ts';

test('lines stand in columns under the name of their section, the long ones cut', () => {
  const preview = [
    { section: 'route', rank: 2, line: 'route\tGET /\t{"requests":2}' },
    { section: 'client', rank: 1, line: `client\tlonger\t${'x'.repeat(200)}` },
    { section: 'client', rank: 1, line: 'client\tb\t1' },
  ];
  const [route, clients] = topLines(preview).split('\n\n');
  expect(route).toBe('routes\n  GET /  {"requests":2}');
  expect(clients).toBe(`clients\n  longer  ${'x'.repeat(90)}…\n  b       1`);
});
