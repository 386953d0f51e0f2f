// The shell: the header, the page that the address asks for, and the status line.
import type { VNode } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { announce, StatusLine } from '../kit/status.tsx';
import { useStore } from '../kit/store.ts';
import { session, signOut } from './account.ts';
import { MapView } from './map-view.tsx';
import { loadMe, me } from './me.ts';
import { Menu } from './menu.tsx';
import { NowhereView } from './nowhere-view.tsx';
import { placeOf, useHash } from './route.ts';
import type { Goal, System } from './system.ts';
import { SystemPage } from './system-page.tsx';
import { Welcome } from './welcome.tsx';

const noGoal: Goal = { title: 'Sign in', lead: 'Sign in to continue.', points: [] };

function Account(): VNode {
  const name = useStore(me)?.displayName ?? '';
  useEffect(() => {
    // The name is only decoration; the view reports an API that does not answer.
    loadMe().catch(() => {});
  }, []);
  const leave = (): void => {
    signOut().then(
      () => announce('You are signed out. Other devices can change nothing more, and follow within the hour.'),
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

interface AppProps {
  readonly systems: readonly System[];
}

export function App({ systems }: AppProps): VNode {
  const signedIn = useStore(session) !== undefined;
  const hash = useHash();
  const place = placeOf(systems, hash);
  const isWayIn = place.at === 'sign-in' || place.at === 'sign-up';
  // Where a user lands who signs in without having visited a page.
  const first = placeOf(systems, '#/links').at === 'page' ? '#/links' : '#/';
  const cameFrom = useRef(first);
  const goalAt = (address: string): Goal | undefined => {
    const there = placeOf(systems, address);
    return there.at === 'page' ? there.system.goal : undefined;
  };
  useLayoutEffect(() => {
    // After sign-in, replace the address: signing out or going back later must not show the sign-up form again.
    // A layout effect does it with the view: a user who has already moved on must not be brought back.
    if (signedIn && isWayIn) location.replace(cameFrom.current);
    if (!isWayIn) cameFrom.current = goalAt(hash) ? hash : first;
  });
  const skip = (event: Event): void => {
    // The hash is the route, so the browser's own jump to #main would leave the view.
    event.preventDefault();
    document.querySelector('main')?.focus();
  };
  const viewOf = (): VNode | undefined => {
    if (signedIn && isWayIn) return undefined;
    if (place.at === 'map') return <MapView systems={systems} />;
    if (place.at === 'nowhere') return <NowhereView hash={hash} systems={systems} />;
    if (place.at === 'page' && (signedIn || place.isPublic))
      return <SystemPage key={place.system.title} place={place} />;
    const goal = goalAt(isWayIn ? cameFrom.current : hash) ?? goalAt(first) ?? noGoal;
    return <Welcome view={place.at === 'sign-up' ? 'sign-up' : 'sign-in'} goal={goal} />;
  };
  return (
    <>
      {/* biome-ignore lint/a11y/useValidAnchor: it goes to the content; only the address must not follow. */}
      <a class="skip" href="#main" onClick={skip}>
        Skip to content
      </a>
      <header class="site">
        <a class="brand" href="#/">
          <img src="/assets/favicon.svg" alt="" width={28} height={28} />
          Serverless system design
        </a>
        <Menu systems={systems} here={place.at === 'page' ? place.system : undefined} onMap={place.at === 'map'} />
        {signedIn ? <Account /> : <a href="#/sign-in">Sign in</a>}
      </header>
      <main id="main" tabindex={-1}>
        {viewOf()}
      </main>
      <footer class="site">
        <p>The classic systems of system design, as one serverless application.</p>
      </footer>
      <StatusLine />
    </>
  );
}
