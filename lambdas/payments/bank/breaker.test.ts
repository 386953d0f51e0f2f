// The breaker under an injected clock: many instances, outcomes in any order, and some instances that die.
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { after, CLOSED, gate, PROBE_MS, pauseMs, present, probing, type SharedBreaker, THRESHOLD } from './breaker.ts';

let nowMs = 0;
// cockatiel reads the global clock.
beforeAll(() => void jest.spyOn(Date, 'now').mockImplementation(() => nowMs));
afterAll(() => void jest.restoreAllMocks());

/** Compares as JSON first: expect() alone takes seconds over a million comparisons. */
function same(seen: unknown, meant: unknown): void {
  if (JSON.stringify(seen) !== JSON.stringify(meant)) expect(seen).toEqual(meant);
}

/** The expected breaker, modelled without cockatiel. */
interface Model {
  open: boolean;
  failures: number;
  attempt: number;
  openedAtMs: number;
  probe?: { by: string; untilMs: number } | undefined;
}

const command = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('begin' as const) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('end' as const),
      which: fc.nat(9),
      good: fc.nat(4).map((n) => n === 0),
      dies: fc.nat(5),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.constantFrom(10, 3000, 6000, 20_000, 90_000) }),
  },
);

test('in 2,000 histories it opens at its threshold, lets one probe at a time through, and closes by a good one', async () => {
  let opened = 0;
  let closed = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(command, { minLength: 20, maxLength: 80, size: 'max' }), async (commands) => {
      nowMs = 1_700_000_000_000;
      let shared: SharedBreaker = CLOSED;
      const model: Model = { open: false, failures: 0, attempt: 1, openedAtMs: 0 };
      const running: (string | undefined)[] = [];
      let names = 0;
      for (const each of commands) {
        if (each.kind === 'wait') nowMs += each.ms;
        if (each.kind === 'begin') {
          const isDue = nowMs >= model.openedAtMs + pauseMs(model.attempt);
          const isFree = !model.probe || nowMs >= model.probe.untilMs;
          const way = gate(shared, nowMs);
          same(way, !model.open ? 'go' : isDue && isFree ? 'probe' : 'wait');
          if (way === 'go') running.push(undefined);
          if (way === 'probe') {
            const by = `probe-${names++}`;
            const next = probing(shared, by, nowMs);
            same(next.version, shared.version + 1);
            shared = next;
            model.probe = { by, untilMs: nowMs + PROBE_MS };
            running.push(by);
          }
        }
        if (each.kind === 'end' && running.length > 0) {
          const [by] = running.splice(each.which % running.length, 1);
          if (each.dies === 0) continue;
          const next = await after(shared, each.good, by);
          const counts = model.open ? by !== undefined && by === model.probe?.by : by === undefined;
          if (counts && each.good) {
            if (model.open) closed += 1;
            Object.assign(model, { open: false, failures: 0, attempt: 1, probe: undefined });
          } else if (counts) {
            model.failures += 1;
            if (model.open) Object.assign(model, { attempt: model.attempt + 1, openedAtMs: nowMs, probe: undefined });
            else if (model.failures >= THRESHOLD) {
              opened += 1;
              Object.assign(model, { open: true, attempt: 1, openedAtMs: nowMs });
            }
          } else same(next === shared, true);
          same(next.version - shared.version <= 1, true);
          // Serialised, as it reaches the next instance.
          shared = JSON.parse(JSON.stringify(next));
        }
        const probeAtMs = model.openedAtMs + pauseMs(model.attempt);
        same(present(shared, nowMs), {
          state: !model.open ? 'closed' : nowMs < probeAtMs ? 'open' : 'half-open',
          failures: model.failures,
          openedAt: model.open ? new Date(model.openedAtMs).toISOString() : null,
          nextProbeAt: model.open ? new Date(probeAtMs).toISOString() : null,
        });
      }
    }),
    { numRuns: 2000 },
  );
  expect([opened > 100, closed > 30]).toEqual([true, true]);
}, 120_000);

test('the pause doubles with each failed probe, up to 80 seconds', () => {
  expect([1, 2, 3, 4, 5, 6, 60].map(pauseMs)).toEqual([5000, 10_000, 20_000, 40_000, 80_000, 80_000, 80_000]);
});
