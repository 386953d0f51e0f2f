// Which view the address asks for. Hash routes only: every path of this host but a few is a short link.
import { useEffect, useState } from 'preact/hooks';
import { parsePage, type ShopPage } from '../systems/shop/page.ts';

const views = {
  '#/sign-in': 'sign-in',
  '#/sign-up': 'sign-up',
  '#/account': 'account',
  '#/links': 'links',
  '#/jobs': 'jobs',
  '#/media': 'media',
  // Too short for a code.
  '#/links/top': 'top',
  '#/api': 'api',
} as const;
type View = 'home' | (typeof views)[keyof typeof views];

export type Route =
  | { readonly view: View; readonly operation?: string }
  | { readonly view: 'clicks'; readonly code: string }
  | { readonly view: 'job'; readonly jobId: string }
  | { readonly view: 'one-media'; readonly mediaId: string }
  | { readonly view: 'search'; readonly query?: string }
  | { readonly view: 'document'; readonly documentId: string }
  | { readonly view: 'shop'; readonly page: ShopPage };

export function parseRoute(hash: string): Route {
  if (Object.hasOwn(views, hash)) return { view: views[hash as keyof typeof views] };
  const operation = /^#\/api\/([\w-]+)$/.exec(hash)?.[1];
  if (operation !== undefined) return { view: 'api', operation };
  const [path, search] = hash.split('?', 2);
  if (path === '#/search') {
    const query = new URLSearchParams(search).get('q');
    return { view: 'search', ...(query && { query }) };
  }
  const documentId = /^#\/search\/([a-z0-9._-]{1,120})$/.exec(hash)?.[1];
  if (documentId !== undefined) return { view: 'document', documentId };
  const jobId = /^#\/jobs\/([0-9a-f]{20})$/.exec(hash)?.[1];
  if (jobId !== undefined) return { view: 'job', jobId };
  const mediaId = /^#\/media\/([0-9a-f]{20})$/.exec(hash)?.[1];
  if (mediaId !== undefined) return { view: 'one-media', mediaId };
  const page = parsePage(hash);
  if (page) return { view: 'shop', page };
  const code = /^#\/links\/([0-9A-Za-z-]{4,32})$/.exec(hash)?.[1];
  return code === undefined ? { view: 'home' } : { view: 'clicks', code };
}

export function useRoute(): Route {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const follow = (): void => setHash(location.hash);
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  return parseRoute(hash);
}
