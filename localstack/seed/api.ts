// The public API as the seed uses it: like any client, with retries for what an interrupted run is still creating.
import { setTimeout as sleep } from 'node:timers/promises';

export type Answer = Record<string, unknown>;

export interface Sent {
  readonly token?: string;
  /** Problem codes that count as an answer; any other refusal is an error. */
  readonly fine?: readonly string[];
  /** Problem codes to retry, because another service has not received the event yet. */
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
    // On a busy machine the emulator's calls time out. Every request here is idempotent.
    const again = response.status >= 500 || [...later, 'IDEMPOTENCY_IN_FLIGHT'].includes(String(answer.code));
    if (!again || tries === TRIES) throw new Error(`${method} ${url} answered ${response.status}: ${text}`);
    await sleep(1000);
  }
}

/** Works on all items, `atATime` concurrently. */
export async function each<Item>(atATime: number, items: readonly Item[], work: (item: Item) => Promise<unknown>) {
  const queue = items.values();
  const worker = async () => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: atATime }, worker));
}
