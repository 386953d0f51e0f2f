// Runs the launcher's commands as an operator types them, against the system under test.
import { ended } from '../../../localstack/child.ts';
import { outputs } from './client.ts';

/** Runs a command; returns its exit code and output without colours. */
export function npmRun(command: string, ...args: string[]): Promise<{ code: number; output: string }> {
  const cli = ['--no-warnings', 'cli/cli.ts', command, ...args, '--endpoint', outputs.endpoint];
  const { NODE_OPTIONS: _, ...env } = process.env;
  return ended(process.execPath, cli, { env: { ...env, NO_COLOR: '1' } });
}
