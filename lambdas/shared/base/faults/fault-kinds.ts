// The kinds of fault, in the words of `npm run fault` and of the console. No zod, because pages import it. A new kind
// also needs its wish (fault.ts) and its effect (../http/fault-switch.ts), where its absence does not compile.

interface Kind {
  /** Examples of what follows the service in the command, without the duration. */
  readonly typed: readonly string[];
  /** Completes: Make the provider ... */
  readonly name: string;
  /** Completes: The provider ... */
  readonly now: string;
  readonly does: string;
  /** The fields that the console asks for, besides the duration. */
  readonly wish: { readonly kind: string; readonly delayMs?: number };
}

export const faultKinds = {
  slow: {
    typed: ['slow 2s (8s at most)'],
    name: 'be slow',
    now: 'is slow',
    does: 'Every response takes two seconds longer.',
    wish: { kind: 'slow', delayMs: 2000 },
  },
  fail: {
    typed: ['fail', 'fail 3 times'],
    name: 'fail',
    now: 'fails',
    does: 'Every call returns 503.',
    wish: { kind: 'fail' },
  },
} as const satisfies Readonly<Record<string, Kind>>;

export type FaultKind = keyof typeof faultKinds;
const isKind = (name: string): name is FaultKind => name in faultKinds;
export const faultNames: readonly FaultKind[] = Object.keys(faultKinds).filter(isKind);
