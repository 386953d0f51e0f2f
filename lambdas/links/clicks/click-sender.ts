// Sends numbered clicks in order, keeps unsent ones for the next attempt, and never makes a visitor wait long.
import type { Clock } from '../../shared/base/clock.ts';
import { log } from '../../shared/base/log.ts';
import type { Click, ClickBatch } from '../contract.ts';
import { producerKeptMs } from '../resources.ts';
import type { BatchPlace } from './click.ts';

// A stream record holds 1 MB; 500 clicks are about 150 KB, at most 700 KB, and cover a one-minute outage at 8 clicks a second.
const MAX_WAITING = 500;
const PAUSE_AFTER_FAILURE_MS = 1000;
// Clicks that wait arrive well before their producer is forgotten.
const MAX_WAIT_MS = producerKeptMs / 2;

type Put = (batch: ClickBatch) => Promise<BatchPlace>;

/** The outcome of a click. */
interface Sent {
  /** False when the click waits for the next send, or is lost. */
  readonly clickSent: boolean;
  /** Place of this call's put, if the stream took one, even if it carried only clicks that had waited. */
  readonly place?: BatchPlace;
}

export class ClickSender {
  readonly #put: Put;
  readonly #producer: string;
  readonly #clock: Clock;
  #waiting: Click[] = [];
  #firstNumber = 1;
  #pausedUntilMs = 0;

  /** `producer`: a name unique to this instance, because each instance numbers its own clicks. */
  constructor(put: Put, producer: string, clock: Clock) {
    this.#put = put;
    this.#producer = producer;
    this.#clock = clock;
  }

  /** Number of the last accepted click, sent or waiting. */
  get lastNumber(): number {
    return this.#firstNumber + this.#waiting.length - 1;
  }

  /** Never throws. One call at a time. */
  async send(click: Click): Promise<Sent> {
    const nowMs = this.#clock.nowMs();
    this.#giveUpStale(nowMs);
    const kept = this.#waiting.length < MAX_WAITING;
    if (kept) this.#waiting.push(click);
    else
      log('error', 'click lost: the stream was unavailable for too long', {
        code: click.code,
        correlationId: click.correlationId,
      });
    if (nowMs < this.#pausedUntilMs) return { clickSent: false };
    try {
      const place = await this.#put({
        producer: this.#producer,
        firstNumber: this.#firstNumber,
        clicks: this.#waiting,
      });
      this.#firstNumber += this.#waiting.length;
      this.#waiting = [];
      return { clickSent: kept, place };
    } catch (error) {
      // The batch may have arrived after all: it is resent under the same numbers and counted once.
      this.#pausedUntilMs = nowMs + PAUSE_AFTER_FAILURE_MS;
      log('warn', 'clicks wait: the stream did not accept them', { waiting: this.#waiting.length }, error);
      return { clickSent: false };
    }
  }

  /** The counter forgets a producer after an hour of silence, and would then recount clicks that did arrive. */
  #giveUpStale(nowMs: number): void {
    const fresh = this.#waiting.filter(({ atMs }) => nowMs - atMs < MAX_WAIT_MS);
    const stale = this.#waiting.length - fresh.length;
    if (stale === 0) return;
    log('error', 'clicks lost: they waited for half an hour', { clicks: stale });
    this.#firstNumber += stale;
    this.#waiting = fresh;
  }
}
