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
export const post = (url: string, body: object, sent?: Sent): Promise<Answer> => ask('POST', url, body, sent);

/** Sends JSON, or nothing. */
export async function ask(
  method: 'GET' | 'POST' | 'PATCH',
  url: string,
  body: object | undefined,
  { token, fine = [], later = [], key }: Sent = {},
): Promise<Answer> {
  for (let tries = 1; ; tries += 1) {
    const response = await fetch(url, {
      method,
      headers: {
        'content-type': 'application/json',
        ...(token && { authorization: `Bearer ${token}` }),
        ...(key && { 'idempotency-key': key }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const answer = text.startsWith('{') ? (JSON.parse(text) as Answer) : {};
    if (response.ok || fine.includes(String(answer.code))) return answer;
    // A busy machine makes calls of the emulator end by their time-outs: whatever is sent here bears being sent again.
    const again = response.status >= 500 || [...later, 'IDEMPOTENCY_IN_FLIGHT'].includes(String(answer.code));
    if (!again || tries === TRIES) throw new Error(`${method} ${url} answered ${response.status}: ${text}`);
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
