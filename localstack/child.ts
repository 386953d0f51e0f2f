// Runs a tool to its end. Its output is kept for the error, shown under --verbose, and it never outlives us.
import { type ChildProcess, spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { basename } from 'node:path';
import { createInterface } from 'node:readline';
import { Failure } from './failure.ts';

export interface RunOptions {
  /** The tool's name in an error. Default: the command's name. */
  readonly name?: string;
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Called with every line of both streams as it arrives. */
  readonly onLine?: (line: string) => void;
  /** The whole output is appended to this file. */
  readonly logFile?: string;
}

export interface Ended {
  readonly code: number;
  readonly output: string;
}

export class ToolFailed extends Failure {
  readonly output: string;
  constructor(tool: string, { code, output }: Ended) {
    super(
      `${tool} ended with ${code}. Last lines of its output:\n  ${output.trimEnd().split('\n').slice(-15).join('\n  ')}`,
      'Run with --verbose to see all of it.',
    );
    this.output = output;
  }
}

const running = new Set<ChildProcess>();

export function endChildren(signal: NodeJS.Signals): void {
  for (const child of running) child.kill(signal);
}

/** Resolves however the tool ends; rejects if the tool cannot be started. */
export function ended(command: string, args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.add(child);
    const lines: string[] = [];
    for (const stream of [child.stdout, child.stderr])
      createInterface({ input: stream }).on('line', (line) => {
        lines.push(line);
        options.onLine?.(line);
      });
    child.on('error', (error) => {
      running.delete(child);
      reject(new Failure(`${command} cannot start: ${error.message}`, 'Install it, or add it to the PATH.'));
    });
    child.on('close', (code, signal) => {
      running.delete(child);
      const output = lines.join('\n');
      if (options.logFile) appendFileSync(options.logFile, `$ ${command} ${args.join(' ')}\n${output}\n`);
      resolve({ code: code ?? (signal ? 130 : 1), output });
    });
  });
}

export async function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  const result = await ended(command, args, options);
  if (result.code !== 0) throw new ToolFailed(options.name ?? basename(command), result);
  return result.output;
}
