// Makes public media findable: by title, and videos also by what is said in them.
import { events } from '../media/contract.ts';
import { systemClock } from '../shared/base/clock.ts';
import { eventWorker, on } from '../shared/messaging/event-worker.ts';
import { readCaptions } from './captions-store.ts';
import { publishMedia } from './publish-document.ts';
import { spokenText } from './spoken-text.ts';

export const handler = eventWorker([
  on(events.mediaChanged, async ({ data, correlationId }) => {
    const captions = data.shown && data.captionsUrl ? await readCaptions(data.captionsUrl) : undefined;
    const text = captions === undefined ? '' : spokenText(captions);
    return publishMedia(data, text, { nowMs: systemClock.nowMs(), correlationId });
  }),
]);
