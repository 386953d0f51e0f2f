// Which view the address asks for. Hash routes only: every path of this host but a few is a short link.
import { useEffect, useState } from 'preact/hooks';

export type Route =
  | { readonly view: 'links' | 'sign-in' | 'sign-up' }
  | { readonly view: 'clicks'; readonly code: string };

export function parseRoute(hash: string): Route {
  if (hash === '#/sign-in') return { view: 'sign-in' };
  if (hash === '#/sign-up') return { view: 'sign-up' };
  const code = /^#\/links\/([0-9A-Za-z-]{4,32})$/.exec(hash)?.[1];
  return code === undefined ? { view: 'links' } : { view: 'clicks', code };
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
