// What a test's subject writes to standard output, caught from the outside.
import { afterEach, beforeEach, jest } from '@jest/globals';

/** The lines of the running test; begins anew with each. */
export function writtenLines(): readonly string[] {
  const lines: string[] = [];
  beforeEach(() => {
    lines.length = 0;
    jest.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });
  return lines;
}
