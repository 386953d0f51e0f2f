// Your media and all public media: drop files to upload them; they appear once they are judged.
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Media } from '../../../lambdas/media/contract.ts';
import { Heading } from '../../kit/heading.tsx';
import { Paged, usePages } from '../../kit/pages.tsx';
import { useStore } from '../../kit/store.ts';
import { getMedia, listMedia } from './api.ts';
import { Watching } from './audience.tsx';
import { MediaCard } from './media-card.tsx';
import { DropZone } from './uploads/drop-zone.tsx';
import { uploads } from './uploads/own-uploads.ts';
import { isMoving } from './words.ts';

const POLL_MS = 1_000;

type Whose = 'mine' | 'public';
const NONE: readonly string[] = [];

function Gallery({ whose, sent }: { whose: Whose; sent: readonly string[] }): VNode {
  const pages = usePages(
    (cursor) => listMedia(whose, cursor),
    ({ mediaId }: Media) => mediaId,
  );
  const { items, change } = pages;
  useEffect(() => {
    // A new item appears at once; the API's list includes it only moments later.
    const news = sent.filter((mediaId) => !items.some((one) => one.mediaId === mediaId));
    void Promise.all(news.map((mediaId) => getMedia(mediaId).catch(() => undefined))).then((found) =>
      change(
        (before) =>
          [
            ...found.filter((one) => one !== undefined && !before.some(({ mediaId }) => mediaId === one.mediaId)),
            ...before,
          ] as Media[],
      ),
    );
  }, [sent, pages.loaded]);
  const replace = (mediaId: string, after: Media | undefined): void =>
    change((before) => before.flatMap((one) => (one.mediaId === mediaId ? (after ?? []) : one)));
  const moving = items.filter(isMoving).map(({ mediaId }) => mediaId);
  useEffect(() => {
    if (moving.length === 0) return;
    const look = async (): Promise<void> => {
      if (document.visibilityState !== 'visible') return;
      const now = await Promise.all(moving.map((mediaId) => getMedia(mediaId).catch(() => undefined)));
      const found = new Map(now.flatMap((one) => (one ? [[one.mediaId, one] as const] : [])));
      change((before) => before.map((one) => found.get(one.mediaId) ?? one));
    };
    const timer = setInterval(() => void look(), POLL_MS);
    return () => clearInterval(timer);
  }, [items]);
  const empty = whose === 'mine' ? 'Nothing yet. Your first picture or video appears here.' : 'No public media yet.';
  return (
    <Paged pages={pages} empty={empty}>
      <ul class="gallery" ref={pages.list} aria-label="Pictures and videos">
        {items.map((media) => (
          <MediaCard
            key={media.mediaId}
            media={media}
            isOwn={whose === 'mine'}
            onChanged={(after?: Media) => replace(media.mediaId, after)}
          />
        ))}
      </ul>
    </Paged>
  );
}

export function MediaView(): VNode {
  const [whose, setWhose] = useState<Whose>('mine');
  const sent = useStore(uploads.sent);
  const choice = (of: Whose, words: string) => (
    <button type="button" aria-pressed={whose === of} onClick={() => setWhose(of)}>
      {words}
    </button>
  );
  return (
    <>
      <Heading>Media</Heading>
      <p class="lead">
        A file uploads straight to a bucket and is checked before it is decoded. A picture comes back in three sizes, a
        video as a stream.
      </p>
      <DropZone />
      <section aria-labelledby="gallery">
        <h2 id="gallery">Gallery</h2>
        <p class="actions" role="group" aria-label="Whose">
          {choice('mine', 'Yours')} {choice('public', 'Public')}
        </p>
        <Gallery key={whose} whose={whose} sent={whose === 'mine' ? sent : NONE} />
      </section>
      <Watching />
    </>
  );
}
