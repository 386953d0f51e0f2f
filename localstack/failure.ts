// A failure that a user can fix: the problem and the fix, printed without a stack trace. Anything else is our bug.

export class Failure extends Error {
  readonly fix: string;
  constructor(problem: string, fix: string, options?: ErrorOptions) {
    super(problem, options);
    this.fix = fix;
  }
}

/** For `catch`: names what could not be read from a system that may not run. A failure with a fix passes as it is. */
export const unreadable =
  (subject: string) =>
  (error: Error): never => {
    if (error instanceof Failure) throw error;
    const problem = `${subject} cannot be read: ${error.message || error.name}`;
    throw new Failure(problem, 'Is it running? npm run status', { cause: error });
  };

/** The message for any error. A full disk is recognised anywhere, including in a child's output. */
export function explain(error: unknown): string {
  const cause = error instanceof Error ? error : new Error(String(error));
  if (/ENOSPC|no space left on device/i.test(`${(cause as NodeJS.ErrnoException).code} ${cause.message}`))
    return '✖ The disk is full\n  Free some space and try again; `npm run reset` deletes what the emulator stored.';
  if (cause instanceof Failure) return `✖ ${cause.message}\n  ${cause.fix.replaceAll(/\n(?=.)/g, '\n  ')}`;
  return `✖ ${cause.stack ?? cause.message}`;
}
