// What another service has only just made, and an event is about to bring.
import { pause } from './clock.ts';
import { Problem, problems } from './problem.ts';

/** Three seconds in all: an event takes a tenth of that. */
const PAUSES_MS = [100, 200, 400, 800, 1500];

/** Looks again until it is there; refuses with NOT_FOUND what three seconds did not bring. */
export async function awaited<Found>(
  find: () => Promise<Found | undefined>,
  detail: string,
  wait = pause,
): Promise<Found> {
  for (const ms of [...PAUSES_MS, 0]) {
    const found = await find();
    if (found !== undefined) return found;
    await wait(ms);
  }
  throw new Problem(problems.notFound, detail);
}
