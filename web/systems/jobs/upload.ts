// Puts a file where its announcement says: the presigned form, straight into the bucket, telling how far it is.
import { Failure } from '../../kit/requests/failure.ts';
import { postForm } from '../../kit/requests/transfer.ts';
import { announceUpload } from './api.ts';
import { uploadName } from './upload-name.ts';

/** What one form takes; beyond come uploads in parts, which `npm run job` does. */
const MOST_BYTES = 100 * 2 ** 20;

/** A file that is there already is not sent again when the job after it failed to start. */
const known = new WeakMap<File, string>();

/** Answers the ids of the uploads; tells how many bytes of all have gone. */
export async function uploadFiles(files: readonly File[], onBytes: (bytes: number) => void): Promise<string[]> {
  const large = files.find(({ size }) => size > MOST_BYTES);
  if (large) {
    const title = `${large.name} is over 100 MB`;
    throw new Failure(413, {
      title,
      detail: 'Start the job by `npm run job` instead, which sends it in parts.',
      errors: [],
    });
  }
  const uploadIds: string[] = [];
  let gone = 0;
  for (const file of files) {
    let uploadId = known.get(file);
    if (uploadId === undefined) {
      const announced = await announceUpload(uploadName(file.name), file.size);
      if (!announced.upload) throw new Error('The upload has no form');
      const before = gone;
      await postForm(announced.upload, file, (bytes) => onBytes(before + bytes));
      uploadId = announced.uploadId;
      known.set(file, uploadId);
    }
    uploadIds.push(uploadId);
    gone += file.size;
    onBytes(gone);
  }
  return uploadIds;
}
