// Waits for data that another service has just created and that an event is about to bring.
import { pause } from '../clock.ts';
import { Problem, problems } from '../problem.ts';

/** Three seconds in all; an event takes a tenth of that. */
const PAUSES_MS = [100, 200, 400, 800, 1500];

/** Looks again until it is there. Refuses with NOT_FOUND if it has not arrived within three seconds. */
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
