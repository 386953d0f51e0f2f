// Generated sample input for users without their own: the same bytes everywhere. Pure.
import { isoTime } from '../shared/base/clock.ts';
import type { SampleName } from './schemas.ts';

/** 0 <= x < 1, the same sequence for the same seed: mulberry32. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const SYLLABLES = 'ba ce di fo gu la me ni po ru sa té vi zo an el in or us ar'.split(' ');

/** A word for each rank. The rank of a text's next word follows Zipf's law, as in natural language. */
const wordOf = (rank: number): string => {
  let word = '';
  for (let rest = rank + 1; rest > 0; rest = Math.floor(rest / SYLLABLES.length))
    word += SYLLABLES[rest % SYLLABLES.length];
  return word;
};
const WORDS = 5000;
const zipf = (random: () => number): number => Math.floor(WORDS ** random()) - 1;

function sentences(random: () => number, bytes: number): string {
  const lines: string[] = [];
  for (let length = 0; length < bytes; ) {
    const words = Array.from({ length: 6 + Math.floor(random() * 10) }, () => wordOf(zipf(random)));
    const line = `${words.join(' ').replace(/^./, (letter) => letter.toUpperCase())}.\n`;
    lines.push(line);
    length += line.length;
  }
  return lines.join('');
}

const ROUTES = ['/', '/cart', '/orders', '/products', '/products/shoes', '/search', '/login', '/assets/app.js'];
const STARTED_MS = 1_767_225_600_000;
const pad = (value: number): string => String(value).padStart(2, '0');

function accessLog(random: () => number, lines: number): string {
  const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
  return Array.from({ length: lines }, (_, i) => {
    const time = isoTime(STARTED_MS + i * 40);
    const [day, month, year] = [time.slice(8, 10), months[Number(time.slice(5, 7)) - 1], time.slice(0, 4)];
    const client = `10.0.${pad(Math.floor(random() * 4))}.${Math.floor(255 * random() ** 3)}`.replace('.0', '.');
    const route = ROUTES[Math.floor(ROUTES.length * random() ** 2)];
    const status = random() < 0.02 ? 500 : random() < 0.05 ? 404 : 200;
    const bytes = Math.floor(200 + 20_000 * random() ** 4);
    return `${client} - - [${day}/${month}/${year}:${time.slice(11, 19)} +0000] "GET ${route} HTTP/1.1" ${status} ${bytes}\n`;
  }).join('');
}

const DOCUMENTS = 60;

/** The files of each sample. */
export const samples: Record<SampleName, () => readonly { readonly name: string; readonly text: string }[]> = {
  words: () => [1, 2, 3, 4].map((n) => ({ name: `words-${n}.txt`, text: sentences(numbers(n), 500_000) })),
  'access-log': () => [{ name: 'access.log', text: accessLog(numbers(5), 40_000) }],
  documents: () =>
    Array.from({ length: DOCUMENTS }, (_, n) => ({
      name: `document-${pad(n)}.txt`,
      text: sentences(numbers(100 + n), 2000),
    })),
};
