// HLS in a native video element with hls.js: a separate bundle, loaded when a user opens a video.
import Hls, { type ErrorData, ErrorTypes, Events } from 'hls.js';

interface Size {
  readonly width: number;
  readonly height: number;
}

export interface PlaybackOptions {
  readonly startSeconds: number;
  /** `undefined`: the size that the connection and the player's size allow. */
  readonly size: Size | undefined;
  /** The size that plays from now on. */
  onSize(size: Size): void;
  /** Its URLs have expired or never existed; `status` is the answer's. */
  onRefused(status: number): void;
  onFailure(words: string): void;
}

export interface Playback {
  /** False in browsers that play HLS natively: they choose the size themselves. */
  readonly canChoose: boolean;
  choose(size: Size | undefined): void;
  end(): void;
}

const HLS = 'application/vnd.apple.mpegurl';

/** Returns `undefined` where nothing plays HLS. */
export function startPlayback(video: HTMLVideoElement, url: string, options: PlaybackOptions): Playback | undefined {
  if (Hls.isSupported()) return byHlsJs(video, url, options);
  return video.canPlayType(HLS) === '' ? undefined : byBrowser(video, url, options);
}

function byHlsJs(video: HTMLVideoElement, url: string, options: PlaybackOptions): Playback {
  const hls = new Hls({
    // A worker would be a script from a blob, which these pages' policy forbids.
    enableWorker: false,
    startPosition: options.startSeconds,
    capLevelToPlayerSize: true,
    // The page adds the captions itself to say who wrote them; these controllers would empty and turn off every track.
    timelineController: undefined,
    subtitleTrackController: undefined,
    subtitleStreamController: undefined,
  });
  let mended = false;
  const levelOf = (size: Size | undefined): number =>
    hls.levels.findIndex(({ width, height }) => width === size?.width && height === size.height);
  const choose = (size: Size | undefined): void => {
    // Switches at the next segment without a gap; segments already loaded after it are discarded.
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
    // On these statuses hls.js would try the other renditions, which are refused as well.
    if (status === 403 || status === 404 || status === 410) return options.onRefused(status);
    if (!data.fatal) return;
    if (data.type === ErrorTypes.MEDIA_ERROR && !mended) {
      mended = true;
      hls.recoverMediaError();
    } else if (data.type === ErrorTypes.NETWORK_ERROR) {
      options.onFailure('The video does not load. Check the connection.');
    } else options.onFailure('The browser cannot play this video. Try another browser or another quality.');
  });
  hls.loadSource(url);
  hls.attachMedia(video);
  return { canChoose: true, choose, end: () => hls.destroy() };
}

function byBrowser(video: HTMLVideoElement, url: string, options: PlaybackOptions): Playback {
  const failed = (): void =>
    // The browser reports a refused segment and a lost connection the same way.
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
