// The video player: the browser's own controls, plus quality, captions and a preview of any moment.
import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Media } from '../../../../lambdas/media/contract.ts';
import { nameOf, soundWords } from '../words.ts';
import { Captions } from './captions.tsx';
import type { Playback } from './hls-playback.ts';
import { SeekPreview } from './seek-preview.tsx';
import { createWatch } from './watching.ts';

interface PlayerProps {
  readonly media: Media;
  /** Reads the media item again, with fresh URLs. */
  readonly renew: () => Promise<Media>;
  /** Called once. */
  readonly onWatched: () => void;
}

/** If fresh URLs are refused within this time, expiry is not the cause. */
const RENEWED_MS = 10_000;
const AUTO = 'auto';

export function Player({ media, renew, onWatched }: PlayerProps): VNode | null {
  const element = useRef<HTMLVideoElement>(null);
  const playback = useRef<Playback | undefined>(undefined);
  const left = useRef(false);
  const renewedAt = useRef(Number.NEGATIVE_INFINITY);
  /** The position at which playback stopped, kept until it resumes; the element itself forgets it. */
  const stopped = useRef<{ readonly seconds: number; readonly paused: boolean } | undefined>(undefined);
  const watched = useRef(onWatched);
  watched.current = onWatched;
  const watch = useRef(createWatch(() => watched.current()));
  const quality = useRef(AUTO);
  const [canChoose, setCanChoose] = useState(false);
  const [playing, setPlaying] = useState('');
  const [failure, setFailure] = useState<string>();
  const { video } = media;
  const sizeOf = (name: string) => video?.renditions.find((one) => one.name === name);

  async function start(url: string | null | undefined, startSeconds: number): Promise<void> {
    const { startPlayback } = await import('./hls-playback.ts');
    if (left.current || !element.current || !url) return;
    playback.current?.end();
    playback.current = startPlayback(element.current, url, {
      startSeconds,
      size: sizeOf(quality.current),
      onSize: ({ width, height }) =>
        setPlaying(video?.renditions.find((one) => one.width === width && one.height === height)?.name ?? ''),
      onRefused: () => void goOn(),
      onFailure: setFailure,
    });
    if (playback.current) setCanChoose(playback.current.canChoose);
    else setFailure('This browser cannot play HLS video. Try a current Chrome, Firefox, Edge or Safari.');
  }
  const failed = (): void => setFailure('The video could not be loaded. Check the connection.');
  /** URLs of private videos expire after some minutes: resume at the same position with fresh ones. */
  async function goOn(): Promise<void> {
    const { currentTime = 0, paused = true } = element.current ?? {};
    const from = stopped.current ?? { seconds: currentTime, paused };
    stopped.current = from;
    playback.current?.end();
    playback.current = undefined;
    if (performance.now() - renewedAt.current < RENEWED_MS) return failed();
    renewedAt.current = performance.now();
    try {
      await start((await renew()).video?.playbackUrl, from.seconds);
      // A browser may refuse to play without a click; then the user clicks.
      if (!from.paused) await element.current?.play().catch(() => {});
    } catch {
      failed();
    }
  }
  const came = (): void => {
    stopped.current = undefined;
  };
  useEffect(() => {
    start(video?.playbackUrl, 0).catch(failed);
    return () => {
      left.current = true;
      playback.current?.end();
    };
  }, []);
  const again = (): void => {
    setFailure(undefined);
    renewedAt.current = Number.NEGATIVE_INFINITY;
    void goOn();
  };
  const played = (): void => watch.current(element.current?.currentTime ?? 0);
  const choose = (event: Event): void => {
    quality.current = (event.currentTarget as HTMLSelectElement).value;
    playback.current?.choose(sizeOf(quality.current));
  };

  if (!video) return null;
  return (
    <div class="player">
      {/* biome-ignore lint/a11y/useMediaCaption: the playlist brings the captions. */}
      <video
        ref={element}
        controls
        playsinline
        preload="metadata"
        poster={video.posterUrl ?? undefined}
        width={media.width ?? undefined}
        height={media.height ?? undefined}
        aria-label={nameOf(media)}
        onLoadedData={came}
        onTimeUpdate={played}
      />
      {failure && (
        <div class="alert" role="alert">
          <p>{failure}</p>{' '}
          <p>
            <button type="button" onClick={again}>
              Try again
            </button>
          </p>
        </div>
      )}
      <SeekPreview video={video} element={element} renew={renew} />
      <div class="player-row">
        {canChoose && (
          <div class="field quality">
            <label for="quality">Quality</label>
            <select id="quality" onChange={choose} aria-describedby="quality-now">
              <option value={AUTO}>Auto</option>
              {video.renditions.map(({ name }) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </select>
            <p class="hint" id="quality-now">
              {playing && `Now ${playing}`}
            </p>
          </div>
        )}
        {soundWords(video) && <p class="hint">{soundWords(video)}</p>}
        <Captions captions={video.captions} element={element} renew={renew} />
      </div>
    </div>
  );
}
