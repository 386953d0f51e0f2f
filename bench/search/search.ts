// Measures search: answer time and time until a document is found, on the emulator; and ranking alone, over 20,000 documents.
import { invert } from '../../lambdas/search/index/inversion.ts';
import { merge } from '../../lambdas/search/index/merge.ts';
import { openSegment, snapshotOf } from '../../lambdas/search/index/snapshot.ts';
import { parseQuery } from '../../lambdas/search/query/query.ts';
import { rank } from '../../lambdas/search/query/rank.ts';
import type { Outputs } from '../../localstack/outputs.ts';
import { post } from '../../localstack/seed/api.ts';
import { signIn } from '../../localstack/seed/users.ts';
import type { Row } from '../row.ts';
import { type CorpusDocument, corpus, corpusNote } from './corpus.ts';
import { searchLimitRows } from './limit.ts';
import { searchPriceRows } from './price.ts';

const QUERIES = [
  'saga',
  'outbox',
  '"circuit breaker"',
  'stock OR orders',
  'event -saga',
  'idempot*',
  'the a of',
  'lambda dynamodb',
];
const ROUNDS = 40;
const FRESH = 12;

function percentile(times: readonly number[], part: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)] ?? Number.NaN;
}

async function timed(times: number[], work: () => Promise<unknown>): Promise<void> {
  const startedMs = performance.now();
  await work();
  times.push(performance.now() - startedMs);
}

async function found(outputs: Outputs, q: string): Promise<number> {
  const answer = await fetch(`${outputs.apiDirectUrl}/search?q=${encodeURIComponent(q)}&limit=10`);
  if (answer.status !== 200) throw new Error(`search answered ${answer.status}: ${await answer.text()}`);
  return ((await answer.json()) as { total: number }).total;
}

async function until(outputs: Outputs, q: string): Promise<void> {
  for (const deadline = performance.now() + 60_000; (await found(outputs, q)) === 0; ) {
    if (performance.now() > deadline) throw new Error(`${q} was not found for a minute`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export async function searchRows(outputs: Outputs): Promise<Row[]> {
  return [
    ...(await emulatorRows(outputs)),
    ...(await rankingRows()),
    ...(await searchLimitRows()),
    ...searchPriceRows(),
  ];
}

async function emulatorRows(outputs: Outputs): Promise<Row[]> {
  const token = await signIn(outputs, 'admin');
  await until(outputs, 'saga');
  const answers: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1)
    for (const q of QUERIES) await timed(answers, () => found(outputs, q));
  const fresh: number[] = [];
  for (let i = 0; i < FRESH; i += 1) {
    const word = `fresh${process.pid}x${i}`;
    const documents = [{ documentId: `bench-${word}`, title: word, text: word }];
    await timed(fresh, async () => {
      await post(`${outputs.apiDirectUrl}/search/documents`, { documents }, { token });
      await until(outputs, word);
    });
  }
  const note = `${answers.length} queries one after the other on the emulator, not AWS, over the shipped corpus`;
  return [
    { name: 'search p50', unit: 'ms', ours: percentile(answers, 0.5), note },
    { name: 'search p95', unit: 'ms', ours: percentile(answers, 0.95), note },
    { name: 'search: published to found, p50', unit: 'ms', ours: percentile(fresh, 0.5), note: `${FRESH} documents` },
    { name: 'search: published to found, slowest', unit: 'ms', ours: Math.max(...fresh), atMost: 10_000 },
  ];
}

const DOCUMENTS = 20_000;
const SEGMENTS = 8;

/** Searches without an index: reads through every document. */
function scan(documents: readonly CorpusDocument[], words: readonly string[]): number {
  const patterns = words.map((word) => new RegExp(`\\b${word}\\b`));
  return documents.filter(({ title, text }) => patterns.every((pattern) => pattern.test(`${title} ${text}`))).length;
}

async function rankingRows(): Promise<Row[]> {
  const documents = corpus(DOCUMENTS);
  const characters = documents.reduce((sum, { title, text }) => sum + title.length + text.length, 0);
  const cpu = (since: NodeJS.CpuUsage) => process.cpuUsage(since).user / 1e6;
  let before = process.cpuUsage();
  const size = DOCUMENTS / SEGMENTS;
  const segments = Array.from({ length: SEGMENTS }, (_, i) => invert(documents.slice(i * size, (i + 1) * size)));
  const building = cpu(before);
  before = process.cpuUsage();
  const merged = merge(segments);
  const merging = cpu(before);
  before = process.cpuUsage();
  const opened = segments.map(({ bytes, tailFrom }) =>
    openSegment({ tailFrom, size: bytes.length, read: async (from, to) => bytes.subarray(from, to) }),
  );
  const snapshot = snapshotOf(await Promise.all(opened));
  const opening = cpu(before);
  const [ours, theirs]: number[][] = [[], []];
  for (let i = 0; i < 200; i += 1) {
    const words = [`w${i * 7}`, `w${1 + (i % 40)}`];
    let total = 0;
    await timed(ours ?? [], async () => {
      total = (await rank(snapshot, parseQuery(words.join(' ')), { limit: 10 })).total;
    });
    if (i >= 10) continue;
    await timed(theirs ?? [], async () => {
      if (scan(documents, words) !== total) throw new Error(`the index and the scan differ about ${words}`);
    });
  }
  const about = `${DOCUMENTS} documents of ${corpusNote} in ${SEGMENTS} segments, in memory`;
  return [
    { name: 'search index: built', unit: 'MB/s CPU', ours: characters / 1e6 / building, note: about },
    {
      name: 'search index: merged',
      unit: 'MB/s CPU',
      ours: characters / 1e6 / merging,
      note: `of text, ${SEGMENTS} segments to one`,
    },
    {
      name: 'search index: opened',
      unit: 'ms CPU',
      ours: opening * 1000,
      note: `${DOCUMENTS} documents, a new snapshot of all`,
    },
    {
      name: 'search index: bytes',
      unit: 'MB',
      ours: merged.bytes.length / 1e6,
      peer: characters / 1e6,
      note: 'peer: the text; positions are in it',
    },
    { name: 'search: two words ranked, p50', unit: 'ms', ours: percentile(ours ?? [], 0.5), note: about },
    {
      name: 'search: two words ranked, p95',
      unit: 'ms',
      ours: percentile(ours ?? [], 0.95),
      peer: percentile(theirs ?? [], 0.95),
      atMost: 0.1,
      note: `${about}; peer: a scan of all texts, equal counts checked first`,
    },
  ];
}
