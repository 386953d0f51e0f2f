// Keeps the audience's copy of public media in step with the media service.
import { events } from '../media/contract.ts';
import { eventWorker, on } from '../shared/messaging/event-worker.ts';
import { keepMedia } from './shown-store.ts';

export const handler = eventWorker([
  on(events.mediaChanged, ({ data: { mediaId, version, shown, kind, title, durationSeconds, pictureUrl } }) =>
    keepMedia(
      shown
        ? { mediaId, version, shown, kind, title, durationSeconds, pictureUrl }
        : { mediaId, version, shown: false },
    ),
  ),
]);
