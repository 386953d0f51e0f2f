// Sends bytes directly into a bucket, with a presigned form or URL, and reports progress.
import { Failure } from './failure.ts';

export interface PresignedForm {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
}
type OnBytes = (bytes: number) => void;

export function postForm({ url, fields }: PresignedForm, file: File, onBytes: OnBytes, signal?: AbortSignal) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', file);
  // The form is slightly larger than its file.
  return transfer('POST', url, form, file.name, (bytes) => onBytes(Math.min(file.size, bytes)), signal);
}

/** `name` appears in the text of a refusal. */
export const putBytes = (url: string, bytes: Blob, name: string, onBytes: OnBytes, signal?: AbortSignal) =>
  transfer('PUT', url, bytes, name, onBytes, signal);

function transfer(
  method: 'POST' | 'PUT',
  url: string,
  body: FormData | Blob,
  name: string,
  onBytes: OnBytes,
  signal?: AbortSignal,
): Promise<void> {
  // `fetch` cannot report upload progress.
  const request = new XMLHttpRequest();
  const stop = (): void => request.abort();
  return new Promise<void>((resolve, reject) => {
    signal?.throwIfAborted();
    signal?.addEventListener('abort', stop);
    request.upload.onprogress = ({ loaded }) => onBytes(loaded);
    request.onabort = () => reject(signal?.reason);
    request.onerror = () => reject(new TypeError('No answer'));
    request.onload = () => {
      const { status } = request;
      if (status < 300) resolve();
      else reject(new Failure(status, { title: `The bucket refused ${name} (status ${status})`, errors: [] }));
    };
    request.open(method, url);
    request.send(body);
  }).finally(() => signal?.removeEventListener('abort', stop));
}
