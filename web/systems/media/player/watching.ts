// Detects that a user has really watched: counts seconds played, not seconds skipped.

/** A playing video reports its position about every 0.25 s; a slow machine, less often. */
const LONGEST_STEP = 1.5;
const WATCHED_SECONDS = 3;

/** Takes each reported position; calls back once. */
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
