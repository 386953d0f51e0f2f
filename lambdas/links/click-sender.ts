// Sends clicks in order and numbered, keeps those that could not be sent for the next try, and never makes a visitor wait long.
import type { Clock } from '../shared/clock.ts';
import { log } from '../shared/log.ts';
import type { Click, ClickBatch } from './contract.ts';

// A stream record holds 1 MB; 500 clicks are about 100 KB and outlive a minute's outage at 8 clicks a second.
const MAX_WAITING = 500;
const PAUSE_AFTER_FAILURE_MS = 1000;

export class ClickSender {
  readonly #put: (batch: ClickBatch) => Promise<void>;
  readonly #producer: string;
  readonly #clock: Clock;
  #waiting: Click[] = [];
  #firstNumber = 1;
  #pausedUntilMs = 0;

  /** `producer`: a name no other instance has, for it numbers its clicks. */
  constructor(put: (batch: ClickBatch) => Promise<void>, producer: string, clock: Clock) {
    this.#put = put;
    this.#producer = producer;
    this.#clock = clock;
  }

  /** True when the stream has the click; false when it waits for the next one. Never throws. One call at a time. */
  async send(click: Click): Promise<boolean> {
    if (this.#waiting.length >= MAX_WAITING) {
      log('error', 'click lost: the stream has been away too long', { code: click.code });
      return false;
    }
    this.#waiting.push(click);
    if (this.#clock.nowMs() < this.#pausedUntilMs) return false;
    try {
      await this.#put({ producer: this.#producer, firstNumber: this.#firstNumber, clicks: this.#waiting });
      this.#firstNumber += this.#waiting.length;
      this.#waiting = [];
      return true;
    } catch (error) {
      // The batch may have arrived all the same: it goes again under the same numbers and is counted once.
      this.#pausedUntilMs = this.#clock.nowMs() + PAUSE_AFTER_FAILURE_MS;
      log('warn', 'clicks wait: the stream did not take them', { waiting: this.#waiting.length }, error);
      return false;
    }
  }
}
