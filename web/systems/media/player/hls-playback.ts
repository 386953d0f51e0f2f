// HLS in a native video element, by hls.js: a bundle of its own, loaded when somebody opens a video.
import Hls, { type ErrorData, ErrorTypes, Events } from 'hls.js';

interface Size {
  readonly width: number;
  readonly height: number;
}

export interface PlaybackOptions {
  readonly startSeconds: number;
  /** Undefined: whichever the line and the player's size allow. */
  readonly size: Size | undefined;
  /** What is being played from now on. */
  onSize(size: Size): void;
  /** Its addresses have ended, or never were: the answer was this status. */
  onRefused(status: number): void;
  onFailure(words: string): void;
}

export interface Playback {
  /** Browsers that play HLS themselves choose themselves. */
  readonly canChoose: boolean;
  choose(size: Size | undefined): void;
  end(): void;
}

const HLS = 'application/vnd.apple.mpegurl';

/** Undefined where nothing plays HLS. */
export function startPlayback(video: HTMLVideoElement, url: string, options: PlaybackOptions): Playback | undefined {
  if (Hls.isSupported()) return byHlsJs(video, url, options);
  return video.canPlayType(HLS) === '' ? undefined : byBrowser(video, url, options);
}

function byHlsJs(video: HTMLVideoElement, url: string, options: PlaybackOptions): Playback {
  const hls = new Hls({
    // A worker would be a script from a blob, which the policy of these pages forbids.
    enableWorker: false,
    startPosition: options.startSeconds,
    capLevelToPlayerSize: true,
    // Captions come beside the video, so that the page can say who wrote them; these would empty and turn off every track.
    timelineController: undefined,
    subtitleTrackController: undefined,
    subtitleStreamController: undefined,
  });
  let mended = false;
  const levelOf = (size: Size | undefined): number =>
    hls.levels.findIndex(({ width, height }) => width === size?.width && height === size.height);
  const choose = (size: Size | undefined): void => {
    // From the next segment on, without a gap: what is loaded already after this one is thrown away.
    hls.nextLevel = levelOf(size);
  };
  hls.on(Events.MANIFEST_PARSED, () => {
    hls.loadLevel = levelOf(options.size);
  });
  hls.on(Events.LEVEL_SWITCHED, (_, { level }) => {
    const { width, height } = hls.levels[level] ?? {};
    if (width && height) options.onSize({ width, height });
  });
  hls.on(Events.ERROR, (_, data: ErrorData) => {
    const status = data.response?.code ?? 0;
    // Of these it would try the other renditions, which are refused as well.
    if (status === 403 || status === 404 || status === 410) return options.onRefused(status);
    if (!data.fatal) return;
    if (data.type === ErrorTypes.MEDIA_ERROR && !mended) {
      mended = true;
      hls.recoverMediaError();
    } else if (data.type === ErrorTypes.NETWORK_ERROR) {
      options.onFailure('The video does not come. Check the connection.');
    } else options.onFailure('The browser cannot play this video. Try another browser, or another quality.');
  });
  hls.loadSource(url);
  hls.attachMedia(video);
  return { canChoose: true, choose, end: () => hls.destroy() };
}

function byBrowser(video: HTMLVideoElement, url: string, options: PlaybackOptions): Playback {
  const failed = (): void =>
    // It does not tell a refused segment from a line that is down.
    video.error?.code === MediaError.MEDIA_ERR_DECODE
      ? options.onFailure('The browser cannot play this video. Try another browser.')
      : options.onRefused(0);
  const sized = (): void => options.onSize({ width: video.videoWidth, height: video.videoHeight });
  const placed = (): void => {
    video.currentTime = options.startSeconds;
  };
  video.addEventListener('error', failed);
  video.addEventListener('resize', sized);
  video.addEventListener('loadedmetadata', placed, { once: true });
  video.src = url;
  return {
    canChoose: false,
    choose: () => {},
    end() {
      video.removeEventListener('error', failed);
      video.removeEventListener('resize', sized);
      video.removeEventListener('loadedmetadata', placed);
      video.removeAttribute('src');
      video.load();
    },
  };
}
