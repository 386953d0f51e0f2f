// The vocabulary of the fault switch: what can go wrong, and for how long. Pure: contracts and the launcher import it.
import * as z from 'zod/mini';
import { type FaultKind, faultNames } from './fault-kinds.ts';

/** Also the longest a fault can stay on by mistake: every fault ends. */
const MAX_SECONDS = 3600;
/** Less than the timeout of an HTTP function (10 s). */
const MAX_DELAY_MS = 8000;

/** `slow` waits before the work. `fail` answers 503 instead, always or a given number of times. */
const seconds = z.optional(z.int().check(z.minimum(1), z.maximum(MAX_SECONDS)));
const wishes = {
  slow: z.strictObject({
    kind: z.literal('slow'),
    delayMs: z.int().check(z.minimum(1), z.maximum(MAX_DELAY_MS)),
    seconds,
  }),
  fail: z.strictObject({
    kind: z.literal('fail'),
    times: z.optional(z.int().check(z.minimum(1), z.maximum(1000))),
    seconds,
  }),
} satisfies Readonly<Record<FaultKind, z.ZodMiniObject>>;
export const FaultWish = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('off') }),
  ...faultNames.map((name) => wishes[name]),
]);

/** The fault that is on now. */
export const Fault = z.object({
  kind: z.enum(['off', ...faultNames]),
  delayMs: z.optional(z.int()),
  timesLeft: z.optional(z.int()),
  until: z.nullable(z.iso.datetime({ offset: false })),
});

export type FaultWish = z.infer<typeof FaultWish>;
export type Fault = z.infer<typeof Fault>;

/** The form stored in a service's guard table. */
export interface FaultItem {
  readonly id: string;
  readonly kind: FaultKind;
  readonly delayMs?: number;
  readonly timesLeft?: number;
  readonly untilMs: number;
  readonly expiration: number;
}

export const FAULT_ID = 'fault';

/** Default duration: one minute, or ten for a given number of failures, which end by themselves. */
export function faultItem(wish: FaultWish, nowMs: number): FaultItem | undefined {
  if (wish.kind === 'off') return undefined;
  const times = 'times' in wish ? wish.times : undefined;
  const untilMs = nowMs + (wish.seconds ?? (times ? 600 : 60)) * 1000;
  return {
    id: FAULT_ID,
    kind: wish.kind,
    ...('delayMs' in wish && { delayMs: wish.delayMs }),
    ...(times !== undefined && { timesLeft: times }),
    untilMs,
    expiration: Math.ceil(untilMs / 1000),
  };
}

export const isOn = (item: FaultItem | undefined, nowMs: number): item is FaultItem =>
  item !== undefined && nowMs < item.untilMs && item.timesLeft !== 0;
