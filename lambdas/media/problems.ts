// The refusals of the media service.
import { problem } from '../shared/base/problem.ts';

export const mediaProblems = {
  mediaTypeRefused: problem(422, 'MEDIA_TYPE_REFUSED', 'This type of file is not taken'),
  mediaTooLarge: problem(422, 'MEDIA_TOO_LARGE', 'The file is larger than one of its type may be'),
  tooMuchMedia: problem(409, 'TOO_MUCH_MEDIA', 'You have as much media as one user may'),
  mediaNotReady: problem(409, 'MEDIA_NOT_READY', 'What was rejected cannot be shown to everybody'),
  uploadIncomplete: problem(409, 'UPLOAD_INCOMPLETE', 'Not all parts of the upload are there'),
} as const;
