// One JSON line per invocation: what happened, to whom, how long it took, and the correlation id.
// Fields are listed one by one, so no body, token or header can slip in.
import { isoTime, systemClock } from './clock.ts';
import { optionalEnv } from './env.ts';
import { platformBindings } from './names.ts';

export interface LogFields {
  readonly correlationId?: string;
  readonly requestId?: string;
  readonly durationMs?: number;
  readonly status?: number;
  readonly userId?: string;
  readonly [field: string]: string | number | boolean | undefined;
}

let cold = true;

/** Writes the line to standard output directly: the runtime's console would prepend its own prefix. */
export function log(level: 'info' | 'warn' | 'error', message: string, fields: LogFields = {}, cause?: unknown): void {
  const line = {
    time: isoTime(systemClock.nowMs()),
    level,
    function: optionalEnv(platformBindings.functionId),
    message,
    ...fields,
    ...(cold && { cold }),
    ...(cause !== undefined && { cause: describe(cause) }),
  };
  cold = false;
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

function describe(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const below = cause.cause === undefined ? '' : `\ncaused by ${describe(cause.cause)}`;
  return `${cause.stack ?? `${cause.name}: ${cause.message}`}${below}`;
}
