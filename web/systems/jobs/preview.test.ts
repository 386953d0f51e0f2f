import { expect, test } from '@jest/globals';
import { columnsOf, sectionsOf } from './preview.ts';

test('each section is a table of its own, without its name in every line', () => {
  const preview = [
    { section: 'route', rank: 9, line: 'route\tGET /\t{}' },
    { section: 'client', rank: 9, line: 'client\t10.0.0.1\t{}' },
    { section: 'route', rank: 5, line: 'route\tGET /cart\t{}' },
  ];
  expect(sectionsOf(preview)).toEqual([
    { name: 'Routes', lines: ['GET /\t{}', 'GET /cart\t{}'] },
    { name: 'Clients', lines: ['10.0.0.1\t{}'] },
  ]);
  expect(sectionsOf([{ section: '', rank: 2, line: 'a\t2' }])).toEqual([{ name: 'Highest overall', lines: ['a\t2'] }]);
});

test.each([
  ['word\t12345\n', ['word', '12,345']],
  ['2026\t1', ['2026', '1']],
  ['GET /\t{"requests":1200,"errors":3,"p50Ms":null}', ['GET /', 'requests 1,200 · errors 3']],
  ['a\t[["d1",[0,4]],["d2",[1]],["d3",[1]],["d4",[1]]]', ['a', 'd1 (2), d2 (1), d3 (1), and 1 more']],
  ['a\t[["d1",[0', ['a', '[["d1",[0…']],
])('the line %j is the row %j', (line, row) => {
  expect(columnsOf(line)).toEqual(row);
});
