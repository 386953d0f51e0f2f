// The circuit breaker all instances share: cockatiel decides what an outcome means, this file what may be tried when.
// Its state travels as JSON (toJSON, initialState), so that an instance without failures knows of the others'.
//
// Source: Michael Nygard, "Release It!", on circuit breakers and bulkheads.
import { CircuitState, ConsecutiveBreaker, circuitBreaker, DelegateBackoff, handleAll } from 'cockatiel';
import { isoTime } from '../../shared/base/clock.ts';
import type { Breaker } from '../contract.ts';

/** Consecutive failed operations, each with all its retries, that open the breaker. */
export const THRESHOLD = 5;
/** The longest that an operation may take, with all its tries. */
export const OPERATION_MS = 9_000;
/** A probe that has not reported by then has died. */
export const PROBE_MS = OPERATION_MS + 3_000;

/** How long the breaker stays open: 5 s, doubled after each failed probe, at most 80 s. */
export const pauseMs = (attempt: number): number => 5000 * 2 ** Math.min(attempt - 1, 4);

/** The result of cockatiel's toJSON. */
interface Circuit {
  readonly ownState: { readonly value: CircuitState; readonly openedAt?: number; readonly attemptNo?: number };
  readonly breakerState: number;
}

export interface SharedBreaker {
  /** Grows with every write; the write condition that detects a concurrent one. */
  readonly version: number;
  readonly circuit: Circuit;
  /** The only probe in progress. */
  readonly probe?: { readonly by: string; readonly untilMs: number };
}

export const CLOSED: SharedBreaker = {
  version: 0,
  circuit: { ownState: { value: CircuitState.Closed }, breakerState: 0 },
};

const isOpen = ({ circuit }: SharedBreaker): boolean => circuit.ownState.value === CircuitState.Open;

const nextProbeAtMs = ({ circuit: { ownState } }: SharedBreaker): number =>
  (ownState.openedAt ?? 0) + pauseMs(ownState.attemptNo ?? 1);

/** `probe`: the first caller to record itself as the probe may go. */
export function gate(shared: SharedBreaker, nowMs: number): 'go' | 'probe' | 'wait' {
  if (!isOpen(shared)) return 'go';
  if (nowMs < nextProbeAtMs(shared)) return 'wait';
  return shared.probe && nowMs < shared.probe.untilMs ? 'wait' : 'probe';
}

export const probing = (shared: SharedBreaker, by: string, nowMs: number): SharedBreaker => ({
  version: shared.version + 1,
  circuit: shared.circuit,
  probe: { by, untilMs: nowMs + PROBE_MS },
});

/**
 * The breaker after an outcome; the same object if nothing changes. An operation that began before the breaker opened,
 * or a probe that overran its time, says nothing about the bank's current health.
 */
export async function after(shared: SharedBreaker, succeeded: boolean, by?: string): Promise<SharedBreaker> {
  if (isOpen(shared) ? by === undefined || shared.probe?.by !== by : by !== undefined) return shared;
  const circuit = circuitBreaker(handleAll, {
    breaker: new ConsecutiveBreaker(THRESHOLD),
    halfOpenAfter: new DelegateBackoff(({ attempt }) => pauseMs(attempt)),
    initialState: structuredClone(shared.circuit),
  });
  await circuit
    .execute(() => {
      if (!succeeded) throw new Error('failed');
    })
    .catch(() => {});
  const next = circuit.toJSON() as Circuit;
  const same = !isOpen(shared) && next.breakerState === shared.circuit.breakerState;
  return same ? shared : { version: shared.version + 1, circuit: structuredClone(next) };
}

export function present(shared: SharedBreaker, nowMs: number): Breaker {
  const failures = shared.circuit.breakerState;
  if (!isOpen(shared)) return { state: 'closed', failures, openedAt: null, nextProbeAt: null };
  return {
    state: nowMs < nextProbeAtMs(shared) ? 'open' : 'half-open',
    failures,
    openedAt: isoTime(shared.circuit.ownState.openedAt ?? 0),
    nextProbeAt: isoTime(nextProbeAtMs(shared)),
  };
}
