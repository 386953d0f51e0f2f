// The changes since a commit, committed or not, and the tests that they can reach.
import { execFileSync } from 'node:child_process';
import { Failure } from '../../localstack/failure.ts';
import { readSources, root } from '../infra/source.ts';
import { type Reached, reachedBy } from './reach.ts';

function git(...args: string[]): string[] {
  return execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: 'pipe' }).split('\0').filter(Boolean);
}

/** Undefined means every test. */
export function reachedSince(commit: string): Reached | undefined {
  let changed: string[];
  try {
    // A moved file counts as two, so its old path is unknown and reaches every test.
    changed = git('diff', '--name-only', '--no-renames', '-z', commit, '--');
  } catch (cause) {
    throw new Failure(`git knows no commit '${commit}'`, 'For example: npm test -- --changed=HEAD~1', { cause });
  }
  return reachedBy([...changed, ...git('ls-files', '-o', '--exclude-standard', '-z')], readSources());
}

/** The checked-out commit; a constant without git. */
export function headCommit(): string {
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim();
  } catch {
    return 'none';
  }
}
