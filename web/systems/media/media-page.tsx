// The page of one media item: the full picture, or the video with its player, updated live during transcoding.
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Media } from '../../../lambdas/media/contract.ts';
import { Heading } from '../../kit/heading.tsx';
import { PolledState } from '../../kit/pending.tsx';
import { usePolled } from '../../kit/polled.ts';
import { getMedia, watchMedia } from './api.ts';
import { tellView, Views } from './audience.tsx';
import { MediaActions } from './media-actions.tsx';
import { MediaFacts } from './media-facts.tsx';
import { Player } from './player/player.tsx';
import type { Video } from './player/tiles.ts';
import { isMoving, nameOf, reasonOf } from './words.ts';

const MOVING_MS = 1_000;
/** Captions take longer to appear. */
const CAPTIONS_MS = 4_000;

function waitMs(media: Media): number | undefined {
  if (isMoving(media)) return MOVING_MS;
  return media.state === 'READY' && media.video?.captions.state === 'PENDING' ? CAPTIONS_MS : undefined;
}

function Picture({ media }: { media: Media }): VNode | null {
  const at = (format: string) => media.renditions.find((one) => one.size === 'large' && one.format === format);
  const [webp, jpeg] = [at('webp'), at('jpeg')];
  if (!webp || !jpeg) return null;
  return (
    <picture class="whole-picture">
      <source type="image/webp" srcset={webp.url} />
      <img src={jpeg.url} alt={nameOf(media)} width={webp.width} height={webp.height} />
    </picture>
  );
}

/** The progress of each rendition. */
function Transcoding({ video }: { video: Video }): VNode {
  return (
    <section class="card transcoding" aria-labelledby="transcoding">
      <h2 id="transcoding">Transcoding</h2>
      <p class="hint">You can play the video when all of it is ready. You can leave this page in the meantime.</p>
      <ul>
        {video.renditions.map(({ name, width, height, percent }) => (
          <li key={name}>
            <label for={`made-${name}`}>
              {name} ({width} × {height}): {percent}%
            </label>
            <progress id={`made-${name}`} value={percent} max={100} />
          </li>
        ))}
      </ul>
    </section>
  );
}

export function MediaPage({ mediaId }: { mediaId: string }): VNode {
  const polled = usePolled<Media>({ key: mediaId, read: (seen) => watchMedia(mediaId, seen), waitMs });
  const [media, setMedia] = useState<Media>();
  useEffect(() => setMedia(polled.value), [polled.value]);
  const isShown = media?.state === 'READY' && media.visibility === 'public';
  useEffect(() => {
    if (isShown && media.kind === 'image') tellView(mediaId);
  }, [isShown]);
  const renew = async (): Promise<Media> => {
    const now = await getMedia(mediaId);
    setMedia(now);
    return now;
  };
  const changed = (after: Media | undefined): void => (after ? setMedia(after) : location.assign('#/media'));
  const reason = media && reasonOf(media);
  return (
    <>
      <p class="back">
        <a href="#/media">← Media</a>
      </p>
      <Heading title={media ? nameOf(media) : 'Media'}>{media ? nameOf(media) : 'Media'}</Heading>
      <PolledState of={{ ...polled, value: media }} verb="Reload" doing="Loading…" />
      {media && (
        <>
          <MediaFacts media={media} />
          {isShown && <Views mediaId={mediaId} />}
          {reason && (
            <div class="alert" role="alert">
              <p>{reason}</p>
            </div>
          )}
          {media.state === 'PENDING' && <p class="empty">The upload is in progress or being checked.</p>}
          {media.state === 'PROCESSING' && media.video && <Transcoding video={media.video} />}
          {media.kind === 'image' && <Picture media={media} />}
          {media.video?.playbackUrl && (
            <Player media={media} renew={renew} onWatched={() => isShown && tellView(mediaId)} />
          )}
          {media.ownerId !== undefined && (
            <div class="own">
              <MediaActions media={media} onChanged={changed} />
            </div>
          )}
        </>
      )}
    </>
  );
}
