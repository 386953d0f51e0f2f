// Uploads of this page: several at a time, each with how far it is and how it ended.
import { useRef, useState } from 'preact/hooks';
import { describe } from '../failure.ts';
import { postForm } from '../post-form.ts';
import { announce } from '../status.ts';
import { announceMedia } from './api.ts';
import { refusalOf } from './words.ts';

export interface Sending {
  readonly id: number;
  readonly name: string;
  readonly sizeBytes: number;
  readonly sentBytes: number;
  /** Why it did not go. */
  readonly failure?: string;
}

export interface Uploads {
  readonly list: readonly Sending[];
  send(files: Iterable<File>): void;
  dismiss(id: number): void;
}

const AT_ONCE = 2;

/** `onSent` gets the id of each that is there. */
export function useUploads(onSent: (mediaId: string) => void): Uploads {
  const [list, setList] = useState<readonly Sending[]>([]);
  const waiting = useRef<{ id: number; file: File }[]>([]);
  const running = useRef(0);
  const last = useRef(0);

  const update = (id: number, change: Partial<Sending>): void =>
    setList((before) => before.map((one) => (one.id === id ? { ...one, ...change } : one)));
  const dismiss = (id: number): void => setList((before) => before.filter((one) => one.id !== id));

  async function sendOne({ id, file }: { id: number; file: File }): Promise<void> {
    try {
      const wish = { filename: file.name.slice(0, 200), contentType: file.type, sizeBytes: file.size };
      const { mediaId, upload } = await announceMedia(wish);
      await postForm(upload, file, (sentBytes) => update(id, { sentBytes }));
      dismiss(id);
      announce(`${file.name} is uploaded.`);
      onSent(mediaId);
    } catch (error) {
      const { title, detail } = describe(error);
      update(id, { failure: detail ? `${title}. ${detail}` : title });
    }
  }
  async function work(): Promise<void> {
    running.current += 1;
    for (let next = waiting.current.shift(); next; next = waiting.current.shift()) await sendOne(next);
    running.current -= 1;
  }
  const send = (files: Iterable<File>): void => {
    for (const file of files) {
      last.current += 1;
      const id = last.current;
      const failure = refusalOf(file);
      setList((before) => [
        ...before,
        { id, name: file.name, sizeBytes: file.size, sentBytes: 0, ...(failure && { failure }) },
      ]);
      if (!failure) waiting.current.push({ id, file });
    }
    while (running.current < Math.min(AT_ONCE, running.current + waiting.current.length)) void work();
  };
  return { list, send, dismiss };
}
