// Finds the story of one request in the logs by its correlation id.
import { afterAll, expect, test } from '@jest/globals';
import { hideAll, newShown } from '../audience/audience-world.ts';
import { ask, eventually, newLink, newPerson, unique } from '../kit/client.ts';
import { npmRun } from '../kit/operator.ts';

const person = await newPerson();

test('a redirect: its line, its record on the stream, and the batch that counted it', async () => {
  const { code } = await newLink(person);
  const { headers } = await ask('GET', `/${code}`);
  const id = String(headers['x-correlation-id']);
  await Promise.all(Array.from({ length: 5 }, () => ask('GET', `/${code}`)));
  const { code: exit, output } = await eventually(
    () => npmRun('trace', id),
    (answer) => answer.output.includes('stream batch'),
  );
  expect(exit).toBe(0);
  const lines = output.split('\n');
  expect(lines[0]).toBe('HTTP');
  expect(lines[1]).toMatch(new RegExp(`links/redirect GET /${code} .*status=302`));
  const place = /The click is record (\d+) of (shardId-\d+) of [\w-]+\./.exec(output);
  expect(lines[1]).toContain(`sequence=${place?.[1]}`);
  const batches = lines.filter((line) => line.includes('links/count-clicks stream batch'));
  expect(batches).toHaveLength(1);
  expect(batches[0]).toContain(`${place?.[2]}:`);
});

test('a view: its record on its stream, and the batch that counted it', async () => {
  const [mediaId] = await newShown(1);
  const { headers, status } = await ask('POST', '/api/audience/views', { token: person.token, body: { mediaId } });
  expect(status).toBe(204);
  const { output } = await eventually(
    () => npmRun('trace', String(headers['x-correlation-id'])),
    (answer) => answer.output.includes('stream batch'),
  );
  expect(output).toMatch(/audience\/http POST \/api\/audience\/views .*status=204/);
  const [, stream] = /It is record \d+ of shardId-\d+ of ([\w-]+)\./.exec(output) ?? [];
  const batches = output.split('\n').filter((line) => line.includes('stream batch'));
  expect(batches).toEqual([expect.stringMatching(new RegExp(`audience/count-views .*stream=${stream}`))]);
});

afterAll(hideAll);

test('an API request by the id its caller gave', async () => {
  const id = `caller-${unique()}`;
  await ask('GET', '/api/links/nosuch1', { token: person.token, headers: { 'x-correlation-id': id } });
  const { code, output } = await npmRun('trace', id, '--since', '5m');
  expect([code, output]).toEqual([
    0,
    expect.stringMatching(/links\/http GET \/api\/links\/nosuch1 .*problem=NOT_FOUND/),
  ]);
  expect(output).not.toContain('Stream');
});

test('says so when no log contains the id', async () => {
  const { code, output } = await npmRun('trace', 'nosuchid-1');
  expect([code, output]).toEqual([1, expect.stringContaining('No log of the last 1h contains nosuchid-1')]);
});
