// Protection from a failing bank: an operation is retried with full jitter, cut off after nine seconds, and not started
// while the breaker is open. The breaker counts operations, not tries, so one flaky response does not open it.
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
import type { Clock } from '../../shared/base/clock.ts';
import { newId } from '../../shared/base/ids.ts';
import { log } from '../../shared/base/log.ts';
import { CONFLICT, retryOnConflict } from '../../shared/base/waits/retry-on-conflict.ts';
import { Unreachable } from '../ports.ts';
import { after, gate, OPERATION_MS, probing, type SharedBreaker } from './breaker.ts';

/** In addition to the first try; the waits before them are up to 100, 200, 400 ms. */
const RETRIES = 3;
/** The maximum age of the state that lets an operation start. */
const KEEP_MS = 2000;

export interface BreakerStore {
  read(): Promise<SharedBreaker>;
  /** Returns false when another instance wrote meanwhile. */
  write(next: SharedBreaker): Promise<boolean>;
}

export interface Shield {
  /** False while the breaker lets no operation through. */
  available(): Promise<boolean>;
  /** `work` gets the number of earlier tries; throws Unreachable when every try did, or the breaker blocks it. */
  run<Result>(work: (tries: number) => Promise<Result>): Promise<Result>;
}

/** For calls that a user waits for. */
export const onceMore = retry(handleType(Unreachable), { maxAttempts: 1 });

const tries = wrap(
  timeout(OPERATION_MS, TimeoutStrategy.Aggressive),
  retry(handleType(Unreachable), {
    maxAttempts: RETRIES,
    backoff: new ExponentialBackoff({ generator: fullJitterGenerator, initialDelay: 100, maxDelay: 1000 }),
  }),
);

export function shieldOver(store: BreakerStore, clock: Clock): Shield {
  /** The state that `available` read, kept for the operation that follows. */
  let kept: { readonly atMs: number; readonly shared: SharedBreaker } | undefined;

  async function read(): Promise<SharedBreaker> {
    const taken = kept;
    kept = undefined;
    return taken && clock.nowMs() - taken.atMs < KEEP_MS ? taken.shared : store.read();
  }

  /** `by`: the probe's name, for the one operation that a half-open breaker lets through. */
  async function enter(): Promise<{ readonly failures: number; readonly by?: string }> {
    const shared = await read();
    const failures = shared.circuit.breakerState;
    const way = gate(shared, clock.nowMs());
    if (way === 'go') return { failures };
    const by = newId();
    if (way === 'probe' && (await store.write(probing(shared, by, clock.nowMs())))) return { failures, by };
    throw new Unreachable('The breaker is open');
  }

  /** The bank's outcome stands, whether or not this write succeeds. */
  async function report(succeeded: boolean, by: string | undefined): Promise<void> {
    try {
      await retryOnConflict('the breaker', async () => {
        const shared = await store.read();
        const next = await after(shared, succeeded, by);
        if (next === shared) return;
        if (!(await store.write(next))) return CONFLICT;
        const failures = next.circuit.breakerState;
        const changed = next.circuit.ownState.value !== shared.circuit.ownState.value || by;
        if (changed && succeeded) log('info', 'the breaker closes', { failures });
        if (changed && !succeeded) log('error', 'the breaker opens', { failures });
      });
    } catch (error) {
      log('warn', 'the breaker state was not recorded', { succeeded }, error);
    }
  }

  return {
    available: async () => {
      const shared = await store.read();
      kept = { atMs: clock.nowMs(), shared };
      return gate(shared, clock.nowMs()) !== 'wait';
    },
    run: async (work) => {
      const { failures, by } = await enter();
      try {
        const result = await tries.execute(({ attempt }) => work(attempt));
        // With a healthy bank, an operation costs one read and no write.
        if (by || failures > 0) await report(true, by);
        return result;
      } catch (error) {
        // Other errors say nothing about the bank. A probe that ends with one frees its place when its time is up.
        if (!(error instanceof Unreachable || error instanceof TaskCancelledError)) throw error;
        await report(false, by);
        throw error instanceof Unreachable ? error : new Unreachable('It took too long', { cause: error });
      }
    },
  };
}
