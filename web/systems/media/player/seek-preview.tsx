// Previews any moment of a video while it plays: a slider with the picture at the position it points to.
import type { RefObject, VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Media } from '../../../../lambdas/media/contract.ts';
import { clock } from '../words.ts';
import { tileAt, type Video } from './tiles.ts';

interface SeekPreviewProps {
  readonly video: Video;
  readonly element: RefObject<HTMLVideoElement | null>;
  readonly renew: () => Promise<Media>;
}

/** Width of the slider's thumb, which stays within its ends. */
const THUMB_PX = 20;

export function SeekPreview({ video, element, renew }: SeekPreviewProps): VNode | null {
  const [now, setNow] = useState(0);
  const [looked, setLooked] = useState<number>();
  const renewing = useRef(false);
  useEffect(() => {
    const shown = element.current;
    const follow = (): void => setNow(shown?.currentTime ?? 0);
    shown?.addEventListener('timeupdate', follow);
    return () => shown?.removeEventListener('timeupdate', follow);
  }, []);
  if (!video.thumbnails) return null;
  const { tileWidth, tileHeight } = video.thumbnails;
  const { durationSeconds } = video;
  const tile = looked === undefined ? undefined : tileAt(video, looked);
  const point = (event: PointerEvent): void => {
    const { left, width } = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const part = (event.clientX - left - THUMB_PX / 2) / Math.max(1, width - THUMB_PX);
    setLooked(durationSeconds * Math.max(0, Math.min(1, part)));
  };
  const go = (event: Event): void => {
    const seconds = Number((event.currentTarget as HTMLInputElement).value);
    setLooked(seconds);
    setNow(seconds);
    if (element.current) element.current.currentTime = seconds;
  };
  // A sheet's URL may have expired since the page was opened.
  const lost = (): void => {
    if (renewing.current) return;
    renewing.current = true;
    renew().catch(() => {});
  };
  const shift = { objectFit: 'none', objectPosition: `-${tile?.x}px -${tile?.y}px` };
  return (
    <div class="seek">
      <label for="seek">Preview a moment</label>
      <input
        id="seek"
        type="range"
        min={0}
        max={durationSeconds}
        step={1}
        value={now}
        aria-valuetext={`${clock(now)} of ${clock(durationSeconds)}`}
        onInput={go}
        onFocus={() => setLooked(now)}
        onBlur={() => setLooked(undefined)}
        onPointerMove={point}
        onPointerLeave={() => setLooked(undefined)}
      />
      <p class="seek-tile" aria-hidden="true">
        {tile && (
          <>
            <img src={tile.sheet} alt="" width={tileWidth} height={tileHeight} style={shift} onError={lost} />{' '}
            <span>{clock(looked ?? 0)}</span>
          </>
        )}
      </p>
    </div>
  );
}
