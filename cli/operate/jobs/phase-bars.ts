// A bar per phase of a job: redrawn in place on a terminal; elsewhere, one line at the end of each phase.
import { styleText } from 'node:util';
import { seconds } from '../../../localstack/steps.ts';

export interface PhaseState {
  readonly phase: string;
  readonly tasks: number;
  readonly done: number;
  /** Bytes of input; 0 if the phase is not measured in bytes. */
  readonly bytes: number;
  readonly totalBytes: number;
}

const WIDTH = 30;
const REDRAW_MS = 100;

/** `map    ██████░░░░  60 %  3/5 tasks  30.0 of 50.0 MB`. */
export function barOf({ phase, tasks, done, bytes, totalBytes }: PhaseState): string {
  const part = totalBytes > 0 ? bytes / totalBytes : tasks > 0 ? done / tasks : 1;
  const full = Math.round(Math.min(1, part) * WIDTH);
  const bar = `${'█'.repeat(full)}${'░'.repeat(WIDTH - full)}`;
  const megabytes = totalBytes > 0 ? `  ${(bytes / 1e6).toFixed(1)} of ${(totalBytes / 1e6).toFixed(1)} MB` : '';
  const percent = String(Math.floor(Math.min(1, part) * 100)).padStart(3);
  return `${phase.padEnd(7)} ${bar} ${percent} %  ${done}/${tasks} tasks${megabytes}`;
}

export class PhaseBars {
  readonly #states = new Map<string, PhaseState>();
  readonly #startedAt = performance.now();
  readonly #out: NodeJS.WriteStream;
  #drawn = 0;
  #drawnAt = 0;

  constructor(out: NodeJS.WriteStream = process.stdout) {
    this.#out = out;
  }

  show(state: PhaseState): void {
    this.#states.set(state.phase, state);
    const ended = state.done === state.tasks;
    if (!this.#out.isTTY) {
      if (ended) this.#out.write(`${barOf(state)}  ${seconds(this.#startedAt)}\n`);
      return;
    }
    if (!ended && performance.now() - this.#drawnAt < REDRAW_MS) return;
    this.#drawnAt = performance.now();
    const lines = [...this.#states.values()].map(barOf);
    const up = this.#drawn > 0 ? `\u001b[${this.#drawn}A` : '';
    const time = styleText('dim', seconds(this.#startedAt));
    this.#out.write(`${up}${lines.map((line) => `\u001b[2K${line}  ${time}\n`).join('')}`);
    this.#drawn = lines.length;
  }
}
