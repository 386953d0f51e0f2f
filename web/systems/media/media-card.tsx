// One media item of the gallery: its picture or poster, or why it has none, and its owner's actions.
import type { VNode } from 'preact';
import type { Media } from '../../../lambdas/media/contract.ts';
import { MediaActions } from './media-actions.tsx';
import { MediaFacts } from './media-facts.tsx';
import { clock, nameOf, percentOf, reasonOf, soundWords } from './words.ts';

/** A placeholder of a few pixels lies below until the rendition has loaded. */
function Thumbnail({ media }: { media: Media }): VNode | null {
  const at = (format: string) => media.renditions.find((one) => one.size === 'small' && one.format === format);
  const [webp, jpeg] = [at('webp'), at('jpeg')];
  if (!webp || !jpeg) return null;
  return (
    <a class="thumbnail" href={`#/media/${media.mediaId}`}>
      <img class="below" src={media.placeholder ?? undefined} alt="" width={webp.width} height={webp.height} />
      <picture>
        <source type="image/webp" srcset={webp.url} />
        <img
          src={jpeg.url}
          alt={nameOf(media)}
          width={webp.width}
          height={webp.height}
          loading="lazy"
          decoding="async"
        />
      </picture>
    </a>
  );
}

function Poster({ media }: { media: Media }): VNode | null {
  const { mediaId, video, width, height } = media;
  if (!video) return null;
  return (
    <a class="thumbnail" href={`#/media/${mediaId}`}>
      {video.posterUrl ? (
        <img
          src={video.posterUrl}
          alt={nameOf(media)}
          width={width ?? undefined}
          height={height ?? undefined}
          loading="lazy"
          decoding="async"
        />
      ) : (
        <span>
          Open<span class="visually-hidden"> {nameOf(media)}</span>
        </span>
      )}
      <span class="length" aria-hidden="true">
        ▶ {clock(video.durationSeconds)}
      </span>
    </a>
  );
}

interface MediaCardProps {
  readonly media: Media;
  readonly isOwn: boolean;
  readonly onChanged: (after: Media | undefined) => void;
}

export function MediaCard({ media, isOwn, onChanged }: MediaCardProps): VNode {
  const { kind, state } = media;
  const reason = reasonOf(media);
  const percent = percentOf(media);
  return (
    <li class="card media">
      {kind === 'video' ? <Poster media={media} /> : <Thumbnail media={media} />}
      <h3>{nameOf(media)}</h3>
      <MediaFacts media={media} />
      {state === 'PROCESSING' && <progress aria-label={`Transcoding ${nameOf(media)}`} value={percent} max={100} />}
      {reason && <p>{reason}</p>}
      {media.video && soundWords(media.video) && <p>{soundWords(media.video)}</p>}
      {isOwn && <MediaActions media={media} onChanged={onChanged} />}
    </li>
  );
}
