// The shell: header, the view the address asks for, and the status line. Without a session map, search, shop and API reference are open.
import type { VNode } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { announce, StatusLine } from '../kit/status.tsx';
import { useStore } from '../kit/store.ts';
import { AccountView } from '../systems/account/account-view.tsx';
import { JobView } from '../systems/jobs/job-view.tsx';
import { JobsView } from '../systems/jobs/jobs-view.tsx';
import { ClicksView } from '../systems/links/clicks-view.tsx';
import { LinksView } from '../systems/links/links-view.tsx';
import { TopView } from '../systems/links/top-view.tsx';
import { MediaPage } from '../systems/media/media-page.tsx';
import { MediaView } from '../systems/media/media-view.tsx';
import { ApiView } from '../systems/reference/reference-view.tsx';
import { DocumentView } from '../systems/search/document-view.tsx';
import { SearchView } from '../systems/search/search-view.tsx';
import { isPublic } from '../systems/shop/page.ts';
import { session, signOut } from './account.ts';
import { HomeView } from './map-view.tsx';
import { loadMe, me } from './me.ts';
import { parseRoute, useRoute } from './route.ts';
import { ShopLoader } from './shop-loader.tsx';
import { type Goal, Welcome } from './welcome.tsx';

function Account(): VNode {
  const name = useStore(me)?.displayName ?? '';
  useEffect(() => {
    // Only decoration: the view says what is wrong when the API does not answer.
    loadMe().catch(() => {});
  }, []);
  const leave = (): void => {
    signOut().then(
      () => announce('You are signed out everywhere.'),
      () => announce('You are signed out here. The service did not answer, so other devices may still be signed in.'),
    );
  };
  return (
    <div class="account">
      <a class="who" href="#/account">
        {name}
      </a>
      <button type="button" class="quiet" onClick={leave}>
        Sign out
      </button>
    </div>
  );
}

/** Views that somebody who has to sign in first goes on in, and what is wanted there. */
const goals: Readonly<Partial<Record<string, Goal>>> = {
  shop: 'shop',
  jobs: 'jobs',
  job: 'jobs',
  media: 'media',
  'one-media': 'media',
};
const goalOf = (hash: string): Goal => goals[parseRoute(hash).view] ?? 'links';

export function App(): VNode {
  const signedIn = useStore(session) !== undefined;
  const route = useRoute();
  const isWayIn = route.view === 'sign-in' || route.view === 'sign-up';
  const cameFrom = useRef('#/links');
  useLayoutEffect(() => {
    // Once in, the way in is behind: signing out or coming back later must not show the sign-up form again.
    // With the view and not after it: a person who goes on at once must not be brought back.
    if (signedIn && isWayIn) location.replace(cameFrom.current);
    if (!isWayIn) cameFrom.current = route.view in goals ? location.hash : '#/links';
  });
  const skip = (event: Event): void => {
    // The hash is the route, so the browser's own jump to #main would leave the view.
    event.preventDefault();
    document.querySelector('main')?.focus();
  };
  const here = (...names: string[]) => (names.includes(route.view) ? 'page' : undefined);
  let view: VNode | undefined = <LinksView />;
  if (signedIn && isWayIn) view = undefined;
  else if (route.view === 'home') view = <HomeView />;
  else if (route.view === 'api') view = <ApiView operation={route.operation} />;
  else if (route.view === 'search') view = <SearchView query={route.query} />;
  else if (route.view === 'document') view = <DocumentView key={route.documentId} documentId={route.documentId} />;
  else if (route.view === 'shop' && (signedIn || isPublic(route.page))) view = <ShopLoader page={route.page} />;
  else if (!signedIn)
    view = (
      <Welcome
        view={route.view === 'sign-up' ? 'sign-up' : 'sign-in'}
        goal={goalOf(isWayIn ? cameFrom.current : location.hash)}
      />
    );
  else if (route.view === 'clicks') view = <ClicksView key={route.code} code={route.code} />;
  else if (route.view === 'jobs') view = <JobsView />;
  else if (route.view === 'job') view = <JobView key={route.jobId} jobId={route.jobId} />;
  else if (route.view === 'media') view = <MediaView />;
  else if (route.view === 'one-media') view = <MediaPage key={route.mediaId} mediaId={route.mediaId} />;
  else if (route.view === 'top') view = <TopView />;
  else if (route.view === 'account') view = <AccountView />;
  return (
    <>
      {/* biome-ignore lint/a11y/useValidAnchor: it goes to the content; only the address must not follow. */}
      <a class="skip" href="#main" onClick={skip}>
        Skip to the content
      </a>
      <header class="site">
        <a class="brand" href="#/">
          <img src="/assets/favicon.svg" alt="" width={28} height={28} />
          Serverless system design
        </a>
        <nav aria-label="Main">
          <a href="#/" aria-current={here('home')}>
            Systems
          </a>
          <a href="#/links" aria-current={here('links', 'clicks', 'top')}>
            Links
          </a>
          <a href="#/shop" aria-current={here('shop')}>
            Shop
          </a>
          <a href="#/jobs" aria-current={here('jobs', 'job')}>
            Jobs
          </a>
          <a href="#/media" aria-current={here('media', 'one-media')}>
            Media
          </a>
          <a href="#/search" aria-current={here('search', 'document')}>
            Search
          </a>
          <a href="#/api" aria-current={here('api')}>
            API
          </a>
        </nav>
        {signedIn ? <Account /> : <a href="#/sign-in">Sign in</a>}
      </header>
      <main id="main" tabindex={-1}>
        {view}
      </main>
      <footer class="site">
        <p>The classic systems of system design, as one serverless application.</p>
      </footer>
      <StatusLine />
    </>
  );
}
