import { expect, test } from '@jest/globals';
import { minuteCosts, type VideoInputs } from './media-model.ts';

const part = (name: string, puts: number, gets: number) => ({ part: name, puts, gets, read: 2, write: 4 });
// 25 chunks of 24 s, and two other parts.
const film: VideoInputs = {
  minutes: 10,
  cpuSeconds: 40,
  madeMb: 30,
  viewedMb: 20,
  chunk: part('chunk-00000', 3, 1),
  others: [part('poster', 1, 1), part('audio', 6, 1)],
};

test('a minute of video costs what its parts call for, each at its price', () => {
  const costs = minuteCosts(film);
  expect(costs.encoding).toBeCloseTo(40 * (1769 / 1024) * 13.3334e-6 + 2.7 * 0.2e-6, 12);
  // 75 + 7 files are written, and the upload is read 27 times.
  expect(costs.s3Requests).toBeCloseTo((82 * 5e-6 + 27 * 0.4e-6) / 10, 12);
  expect(costs.publishing).toBeCloseTo((82 * 5e-6) / 10, 12);
  expect(costs.dynamodb).toBeCloseTo((27 * (2 * 0.125e-6 + 4 * 0.625e-6)) / 10, 12);
  // Four requests a message, one more for every ten of 400 seconds, and a record.
  expect(costs.messages).toBeCloseTo(((27 * 4 + 40) * 0.4e-6 + 0.014e-6) / 10, 12);
  expect(costs.storage).toBeCloseTo(0.03 * 0.023, 12);
  expect(costs.captions).toBe(0.024);
  expect(costs.viewing).toBeCloseTo(0.02 * 0.085 + (30 * 1e-6) / 10, 12);
});

test('a short film has its poster and playlists to itself, and costs more a minute', () => {
  const [short, long] = [minuteCosts({ ...film, minutes: 0.4 }), minuteCosts(film)];
  expect(short.s3Requests).toBeGreaterThan(2 * long.s3Requests);
  expect(short.captions).toBe(long.captions);
});
