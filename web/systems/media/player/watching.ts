// Whether somebody has really watched: seconds that played, not those that were skipped.

/** Between two reports of a playing video lies a quarter of a second; a slow machine has longer ones. */
const LONGEST_STEP = 1.5;
const WATCHED_SECONDS = 3;

/** Takes the moment that plays, again and again; calls back once. */
export function createWatch(onWatched: () => void): (seconds: number) => void {
  let last: number | undefined;
  let played = 0;
  return (seconds) => {
    const step = seconds - (last ?? seconds);
    last = seconds;
    if (played >= WATCHED_SECONDS || step <= 0 || step > LONGEST_STEP) return;
    played += step;
    if (played >= WATCHED_SECONDS) onWatched();
  };
}
