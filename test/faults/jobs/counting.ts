// Jobs that count the words of one small text, whose result one process knows too.
import { expect } from '@jest/globals';
import { countWords, ended, linesOf, objectsOf, resultOf, someText, upload } from '../../local/jobs/jobs-world.ts';
import { eventually, newPerson, type Person } from '../../local/kit/client.ts';

export const partitioners = ['hash', 'range', 'round-robin'] as const;
const text = someText(300);
const counted = countWords(text);

export class Counting {
  readonly owner: Person;
  readonly #uploadId: string;

  private constructor(owner: Person, uploadId: string) {
    this.owner = owner;
    this.#uploadId = uploadId;
  }

  static async open(): Promise<Counting> {
    const owner = await newPerson();
    return new Counting(owner, await upload(owner, 'text.txt', text));
  }

  /** Few tasks, so that each call of each task is a fault point. */
  few() {
    return { kind: 'word-count', input: { uploadIds: [this.#uploadId] }, partitions: 1 };
  }

  /** Several tasks of each phase. */
  many(partitioner: (typeof partitioners)[number]) {
    return { ...this.few(), partitioner, partitions: 3, options: { splitBytes: 2048 } };
  }

  /** Checks the result and returns its parts. */
  async expectRight(jobId: string, timeoutMs = 60_000): Promise<readonly string[]> {
    expect(await ended(this.owner, jobId, timeoutMs)).toMatchObject({ state: 'SUCCEEDED' });
    const { texts, parts } = await resultOf(this.owner, jobId);
    expect(linesOf(texts)).toEqual(counted);
    // Crashed and late attempts leave nothing behind.
    const left = await eventually(
      () => objectsOf(jobId),
      (keys) => keys.length === parts.length + 1,
    );
    expect(left).toHaveLength(parts.length + 1);
    return texts;
  }
}
