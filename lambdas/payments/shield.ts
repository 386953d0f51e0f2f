// What stands between us and a bank that fails: an operation is retried with full jitter, ended after nine seconds, and
// not begun at all while the breaker is open. The breaker counts operations, not tries: one flaky answer opens nothing.
import {
  ExponentialBackoff,
  fullJitterGenerator,
  handleType,
  retry,
  TaskCancelledError,
  TimeoutStrategy,
  timeout,
  wrap,
} from 'cockatiel';
import type { Clock } from '../shared/clock.ts';
import { newId } from '../shared/ids.ts';
import { log } from '../shared/log.ts';
import { after, gate, probing, type SharedBreaker } from './breaker.ts';
import { Unreachable } from './ports.ts';

/** Beside the first one; the waits before them are 0 to 100, 200, 400 ms. */
const RETRIES = 3;
const OPERATION_MS = 9000;
/** How old the state may be by which an operation begins. */
const KEEP_MS = 500;
/** Writers of the state that meet: each that loses reads again. */
const WRITES = 10;

export interface BreakerStore {
  read(): Promise<SharedBreaker>;
  /** False when another has written meanwhile. */
  write(next: SharedBreaker): Promise<boolean>;
}

export interface Shield {
  /** False while nothing may be tried. */
  available(): Promise<boolean>;
  /** `work` gets how often it was tried before; throws Unreachable when it did, every time, or was not let through. */
  run<Result>(work: (tries: number) => Promise<Result>): Promise<Result>;
}

const tries = wrap(
  timeout(OPERATION_MS, TimeoutStrategy.Aggressive),
  retry(handleType(Unreachable), {
    maxAttempts: RETRIES,
    backoff: new ExponentialBackoff({ generator: fullJitterGenerator, initialDelay: 100, maxDelay: 1000 }),
  }),
);

export function shieldOver(store: BreakerStore, clock: Clock): Shield {
  let kept: { readonly atMs: number; readonly shared: SharedBreaker } | undefined;

  async function read(maxAgeMs: number): Promise<SharedBreaker> {
    const nowMs = clock.nowMs();
    if (!kept || nowMs - kept.atMs >= maxAgeMs) kept = { atMs: nowMs, shared: await store.read() };
    return kept.shared;
  }

  async function write(next: SharedBreaker): Promise<boolean> {
    const written = await store.write(next);
    kept = written ? { atMs: clock.nowMs(), shared: next } : undefined;
    return written;
  }

  /** Undefined for an ordinary operation, the probe's name for the one that is let through a breaker half open. */
  async function enter(): Promise<string | undefined> {
    const shared = await read(KEEP_MS);
    const way = gate(shared, clock.nowMs());
    if (way === 'go') return undefined;
    const by = newId();
    if (way === 'probe' && (await write(probing(shared, by, clock.nowMs())))) return by;
    throw new Unreachable('The breaker is open');
  }

  /** What the bank did stands, whether or not this can be written down. */
  async function report(succeeded: boolean, by: string | undefined): Promise<void> {
    try {
      if (succeeded && by === undefined && (await read(KEEP_MS)).circuit.breakerState === 0) return;
      for (let round = 0; round < WRITES; round += 1) {
        const shared = await read(0);
        const next = await after(shared, succeeded, by);
        if (next === shared) return;
        if (!(await write(next))) continue;
        if (next.circuit.ownState.value !== shared.circuit.ownState.value || by)
          log(succeeded ? 'info' : 'error', succeeded ? 'the breaker closes' : 'the breaker opens', {
            failures: next.circuit.breakerState,
          });
        return;
      }
    } catch (error) {
      log('warn', 'the breaker was not told', { succeeded }, error);
    }
  }

  return {
    available: async () => gate(await read(KEEP_MS), clock.nowMs()) !== 'wait',
    run: async (work) => {
      const by = await enter();
      try {
        const result = await tries.execute(({ attempt }) => work(attempt));
        await report(true, by);
        return result;
      } catch (error) {
        // Anything else is no news of the bank; a probe that ends so makes room for the next one when its time is up.
        if (!(error instanceof Unreachable || error instanceof TaskCancelledError)) throw error;
        await report(false, by);
        throw error instanceof Unreachable ? error : new Unreachable('It took too long', { cause: error });
      }
    },
  };
}
