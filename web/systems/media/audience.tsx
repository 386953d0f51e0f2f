// The audience: reports a view, shows the number of views, and suggests what to watch next.
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { MediaAudience, RecommendedMedia, TrendingMedia } from '../../../lambdas/audience/contract.ts';
import { counted } from '../../kit/numbers.ts';
import { send } from '../../shell/account.ts';
import { clock } from './words.ts';

const MOST = 6;

/** Fire and forget: a view that is not counted does no harm. */
export const tellView = (mediaId: string): void =>
  void send('POST', '/api/audience/views', { body: { mediaId } }).catch(() => {});

/** The number of views of a public media item; renders nothing while the number is unknown. */
export function Views({ mediaId }: { mediaId: string }): VNode | null {
  const [views, setViews] = useState<number>();
  useEffect(() => {
    send<MediaAudience>('GET', `/api/audience/media/${mediaId}`).then(
      (audience) => setViews(audience.views),
      () => {},
    );
  }, [mediaId]);
  return views === undefined ? null : <p class="facts">{counted(views, 'view')}</p>;
}

type Watched = Pick<MediaAudience, 'mediaId' | 'kind' | 'title' | 'durationSeconds' | 'pictureUrl' | 'views'>;

function Card({ one, why }: { one: Watched; why?: string | undefined }): VNode {
  const { mediaId, kind, title, durationSeconds, pictureUrl, views } = one;
  const href = `#/media/${mediaId}`;
  return (
    <li class="card media">
      {pictureUrl && (
        <a class="thumbnail" href={href}>
          <img src={pictureUrl} alt={title} loading="lazy" decoding="async" />
          {kind === 'video' && durationSeconds !== null && (
            <span class="length" aria-hidden="true">
              ▶ {clock(durationSeconds)}
            </span>
          )}
        </a>
      )}
      <h3>{pictureUrl ? title : <a href={href}>{title}</a>}</h3>
      <p class="facts">{counted(views, 'view')}</p>
      {why && <p class="hint">{why}</p>}
    </li>
  );
}

interface Lists {
  readonly trending: TrendingMedia['items'];
  readonly related: RecommendedMedia['items'];
}

/** Hides empty lists. */
export function Watching(): VNode | null {
  const [lists, setLists] = useState<Lists>();
  const [missing, setMissing] = useState(false);
  useEffect(() => {
    Promise.all([
      send<TrendingMedia>('GET', `/api/audience/trending?limit=${MOST}`),
      send<RecommendedMedia>('GET', `/api/audience/recommendations?limit=${MOST}`),
    ]).then(
      // Items without a reason are only trending, and the trending list has them.
      ([{ items: trending }, { items }]) =>
        setLists({ trending, related: items.filter(({ because }) => because !== null) }),
      () => setMissing(true),
    );
  }, []);
  if (missing) return <p class="hint">Trending media could not be loaded.</p>;
  if (!lists) return null;
  const { trending, related } = lists;
  return (
    <>
      {trending.length > 0 && (
        <section class="watching" aria-labelledby="trending">
          <h2 id="trending">Trending</h2>
          <ul class="gallery">
            {trending.map((one) => (
              <Card key={one.mediaId} one={one} />
            ))}
          </ul>
        </section>
      )}
      {related.length > 0 && (
        <section class="watching" aria-labelledby="related">
          <h2 id="related">Because you watched</h2>
          <ul class="gallery">
            {related.map((one) => (
              <Card key={one.mediaId} one={one} why={`Because you watched ${one.because?.title}`} />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
