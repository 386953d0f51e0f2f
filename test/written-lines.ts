// Captures what the code under test writes to standard output.
import { afterEach, beforeEach, jest } from '@jest/globals';

/** Lines written in the current test; reset before each test. */
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
