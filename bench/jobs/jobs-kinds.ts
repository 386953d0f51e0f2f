// Measures the other kinds of job against DuckDB: the inverted index and the analysis of access logs.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { measured, peerFile, pythonWith, unlessMissing } from '../peer.ts';
import type { Row } from '../row.ts';
import { kernel, mustEqual, TIMES } from './jobs-compared.ts';
import { accessLog } from './jobs-text.ts';

export async function indexRows(folder: string, large: string): Promise<Row[]> {
  const [documents, out] = [join(folder, 'documents'), join(folder, 'index.json')];
  await mkdir(documents, { recursive: true });
  const text = await readFile(large);
  for (let i = 0; i < 200; i += 1)
    await writeFile(join(documents, `document-${i}.txt`), text.subarray(i * 1e5, (i + 1) * 1e5));
  const peer = await unlessMissing('DuckDB', async () => {
    return measured(folder, TIMES, await pythonWith('duckdb'), [peerFile('duckdb-index.py'), documents, '1', out]);
  });
  if (!peer) return [];
  const ours = await kernel(folder, 'inverted-index', 1, [documents]);
  const theirs = (await readFile(out, 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as DuckdbTerm);
  const shown = theirs.map(({ word, postings }) => {
    const named = postings.map(({ doc, positions }) => [join(documents, doc), positions] as const);
    return `${word}\t${JSON.stringify(named.sort(([a], [b]) => (a < b ? -1 : 1)))}`;
  });
  mustEqual('DuckDB', ours.lines.toSorted().join('\n'), shown.sort().join('\n'));
  return [
    {
      name: 'inverted index against DuckDB, 1 thread, 20 MB',
      unit: 's CPU',
      ours: ours.cpu,
      peer: peer.cpu,
      atMost: 1,
    },
  ];
}

interface DuckdbTerm {
  readonly word: string;
  readonly postings: { readonly doc: string; readonly positions: number[] }[];
}

export async function logRows(folder: string): Promise<Row[]> {
  const log = join(folder, 'access.log');
  await writeFile(log, accessLog(300_000));
  const peer = await unlessMissing('DuckDB', async () => {
    return measured(folder, TIMES, await pythonWith('duckdb'), [peerFile('duckdb-logs.py'), log, '1']);
  });
  if (!peer) return [];
  const ours = await kernel(folder, 'log-analysis', 1, [log]);
  const counts = ours.lines.map((line) => {
    const [section, name, json = '{}'] = line.split('\t');
    const { requests, errors } = JSON.parse(json) as Record<'requests' | 'errors', number>;
    return [section, name, requests, errors].join('\t');
  });
  const theirs = peer.output
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t').slice(0, 4).join('\t'));
  mustEqual('DuckDB', counts.sort().join('\n'), theirs.sort().join('\n'));
  return [
    {
      name: 'log analysis against DuckDB, 1 thread, 300,000 lines',
      unit: 's CPU',
      ours: ours.cpu,
      peer: peer.cpu,
      atMost: 1,
      note: 'the CSV reader of the peer parses only this one format',
    },
  ];
}
