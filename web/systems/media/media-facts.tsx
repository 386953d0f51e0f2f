// The facts of a media item, in one line.
import type { VNode } from 'preact';
import type { Media } from '../../../lambdas/media/contract.ts';
import { Moment } from '../../kit/moment.tsx';
import { clock, percentOf } from './words.ts';

export function MediaFacts({ media }: { media: Media }): VNode {
  const { state, visibility, width, height, video, createdAt } = media;
  return (
    <p class="facts">
      {state === 'PENDING' && <span class="badge pending">Not checked yet</span>}
      {state === 'PROCESSING' && <span class="badge pending">Transcoding: {percentOf(media)}%</span>}
      {state === 'REJECTED' && <span class="badge failed">Rejected</span>}
      {visibility === 'public' && <span class="badge">{state === 'READY' ? 'Public' : 'Public once it is ready'}</span>}
      {video && <span>{clock(video.durationSeconds)}</span>}
      {width && (
        <span>
          {width} × {height}
        </span>
      )}
      <span>
        <Moment at={createdAt} />
      </span>
    </p>
  );
}
