// Sends a file by a presigned form, straight into its bucket, telling how far it is.
import { Failure } from './failure.ts';

export interface PresignedForm {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
}

export function postForm({ url, fields }: PresignedForm, file: File, onBytes: (bytes: number) => void): Promise<void> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', file);
  // `fetch` cannot tell how much has gone.
  const request = new XMLHttpRequest();
  return new Promise((resolve, reject) => {
    request.upload.onprogress = ({ loaded }) => onBytes(Math.min(file.size, loaded));
    request.onerror = () => reject(new TypeError('No answer'));
    request.onload = () => {
      const { status } = request;
      if (status < 300) resolve();
      else reject(new Failure(status, { title: `The bucket refused ${file.name} (status ${status})`, errors: [] }));
    };
    request.open('POST', url);
    request.send(form);
  });
}
