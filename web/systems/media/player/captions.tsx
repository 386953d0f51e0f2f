// Captions of a video: turns them on and off, and says who wrote them.
import type { RefObject, VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Media } from '../../../../lambdas/media/contract.ts';
import { captionWords } from '../words.ts';
import type { Video } from './tiles.ts';

interface CaptionsProps {
  readonly captions: Video['captions'];
  readonly element: RefObject<HTMLVideoElement | null>;
  readonly renew: () => Promise<Media>;
}

async function fetchText(url: string): Promise<string> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`The captions answered ${response.status}`);
  return response.text();
}

/** Loads the captions into a blob URL: it outlives the presigned URL, and the player can read it without CORS. */
async function load({ url }: Video['captions'], renew: () => Promise<Media>): Promise<string> {
  const text = await fetchText(url ?? '').catch(async () => fetchText((await renew()).video?.captions.url ?? ''));
  return URL.createObjectURL(new Blob([text], { type: 'text/vtt' }));
}

export function Captions({ captions, element, renew }: CaptionsProps): VNode {
  const { state, source, language } = captions;
  const [track, setTrack] = useState<TextTrack>();
  const [shown, setShown] = useState(false);
  const [missing, setMissing] = useState(false);
  useEffect(() => {
    const video = element.current;
    if (state !== 'READY' || !video) return;
    const added = document.createElement('track');
    let left = false;
    // The browser's own menu can turn them on and off as well.
    const follow = (): void => setShown(added.track.mode === 'showing');
    load(captions, renew).then(
      (src) => {
        if (left) return URL.revokeObjectURL(src);
        const label = source === 'sample' ? 'Sample text' : 'Captions';
        Object.assign(added, { kind: 'captions', label, srclang: language ?? 'en', src });
        video.append(added);
        video.textTracks.addEventListener('change', follow);
        setTrack(added.track);
      },
      () => setMissing(true),
    );
    return () => {
      left = true;
      video.textTracks.removeEventListener('change', follow);
      URL.revokeObjectURL(added.src);
      added.remove();
    };
  }, [state]);
  const toggle = (): void => {
    if (!track) return;
    track.mode = shown ? 'disabled' : 'showing';
    setShown(!shown);
  };
  return (
    <div class="captions">
      {state === 'READY' && track && (
        <button type="button" aria-pressed={shown} aria-describedby="captions-by" onClick={toggle}>
          Captions
        </button>
      )}
      <p class={source === 'sample' ? 'hint sample' : 'hint'} id="captions-by">
        {missing ? 'The captions could not be loaded. Reload the page.' : captionWords(captions)}
      </p>
    </div>
  );
}
