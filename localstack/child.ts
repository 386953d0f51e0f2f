// Runs a tool to its end. Its output is kept for the error, shown under --verbose, and it never outlives us.
import { type ChildProcess, spawn } from 'node:child_process';
import { appendFileSync, writeFileSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
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
  /** Leaves the processors to whatever else wants them. */
  readonly patient?: boolean;
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
/** Their own children belong to their process group. */
const leaders = new Set<ChildProcess>();

export function endChildren(signal: NodeJS.Signals): void {
  for (const child of running) {
    child.kill(signal);
    if (leaders.has(child)) endGroup(child, signal);
  }
}

function endGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (pid) process.kill(-pid, signal);
  } catch {
    // All of it has ended.
  }
}

const { PRIORITY_LOW } = constants.priority;

/**
 * Linux shares the processors between sessions first, and between the processes of a session by their priorities
 * (sched(7), autogroup). So this process has a session of its own, with the lowest priority.
 */
function yieldProcessors(child: ChildProcess): void {
  if (!child.pid) return;
  leaders.add(child);
  setPriority(child.pid, PRIORITY_LOW);
  lowerSession(child.pid);
}

/** Linux lets one session in a tenth of a second change its priority, and tells the others to try again. */
function lowerSession(pid: number, tries = 10): void {
  try {
    writeFileSync(`/proc/${pid}/autogroup`, String(PRIORITY_LOW));
  } catch (error) {
    // Any other error: the system shares by process only, so the priority suffices, or the process has ended.
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN' && tries > 1)
      setTimeout(() => lowerSession(pid, tries - 1), 150).unref();
  }
}

/** Resolves however the tool ends; rejects if the tool cannot be started. */
export function ended(command: string, args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: options.patient,
    });
    running.add(child);
    if (options.patient) yieldProcessors(child);
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
