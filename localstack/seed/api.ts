// The public API, as the seed uses it: like anybody, with a retry for what is still being made by a run that was cut off.
import { setTimeout as sleep } from 'node:timers/promises';

export type Answer = Record<string, unknown>;

export interface Sent {
  readonly token?: string;
  /** Codes of problems that are an answer; any other refusal is an error. */
  readonly fine?: readonly string[];
  /** Codes of what another service has not heard of yet: asked again. */
  readonly later?: readonly string[];
  /** Idempotency-Key: the same operation however often the seed runs. */
  readonly key?: string;
}

const TRIES = 12;

/** Posts JSON. */
export async function post(
  url: string,
  body: object,
  { token, fine = [], later = [], key }: Sent = {},
): Promise<Answer> {
  for (let tries = 1; ; tries += 1) {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token && { authorization: `Bearer ${token}` }),
        ...(key && { 'idempotency-key': key }),
      },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    const answer = text.startsWith('{') ? (JSON.parse(text) as Answer) : {};
    if (response.ok || fine.includes(String(answer.code))) return answer;
    // A busy machine makes calls of the emulator end by their time-outs: whatever is posted here bears being posted again.
    const again = response.status >= 500 || [...later, 'IDEMPOTENCY_IN_FLIGHT'].includes(String(answer.code));
    if (!again || tries === TRIES) throw new Error(`POST ${url} answered ${response.status}: ${text}`);
    await sleep(1000);
  }
}

/** Works on all items, so many at a time. */
export async function each<Item>(atATime: number, items: readonly Item[], work: (item: Item) => Promise<unknown>) {
  const queue = items.values();
  const worker = async () => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: atATime }, worker));
}
