// The shell: header, the view the address asks for, and the status line. Without a session every view is the way in.
import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { getMe, session, signOut } from './api.ts';
import { ClicksView } from './clicks-view.ts';
import { LinksView } from './links-view.ts';
import { useRoute } from './route.ts';
import { announce, StatusLine } from './status.ts';
import { useStore } from './store.ts';
import { Welcome } from './welcome.ts';

session.subscribe((tokens) => announce(tokens ? '' : 'You are signed out. Sign in to go on.'));

function Account(): VNode {
  const [name, setName] = useState('');
  useEffect(() => {
    // Only decoration: the view says what is wrong when the API does not answer.
    getMe().then(
      (me) => setName(me.displayName),
      () => setName(''),
    );
  }, []);
  const leave = (): void => {
    signOut().then(
      () => announce('You are signed out everywhere.'),
      () => announce('You are signed out here. The service did not answer, so other devices may still be signed in.'),
    );
  };
  return html`<div class="account">
    <span class="who">${name}</span>
    <button type="button" class="quiet" onClick=${leave}>Sign out</button>
  </div>`;
}

export function App(): VNode {
  const signedIn = useStore(session) !== undefined;
  const route = useRoute();
  useEffect(() => {
    // Once in, the way in is behind: signing out or coming back later must not show the sign-up form again.
    if (signedIn && (route.view === 'sign-in' || route.view === 'sign-up')) location.replace('#/');
  }, [signedIn, route.view]);
  const skip = (event: Event): void => {
    // The hash is the route, so the browser's own jump to #main would leave the view.
    event.preventDefault();
    document.querySelector('main')?.focus();
  };
  let view = html`<${LinksView} />`;
  if (!signedIn) view = html`<${Welcome} view=${route.view === 'sign-up' ? 'sign-up' : 'sign-in'} />`;
  else if (route.view === 'clicks') view = html`<${ClicksView} key=${route.code} code=${route.code} />`;
  return html`
    <a class="skip" href="#main" onClick=${skip}>Skip to the content</a>
    <header class="site">
      <a class="brand" href="#/"><img src="/assets/favicon.svg" alt="" width="28" height="28" />Serverless system design</a>
      ${signedIn && html`<${Account} />`}
    </header>
    <main tabindex="-1">${view}</main>
    <footer class="site">
      <p>Short links: the first of the classic systems, as one serverless application.</p>
    </footer>
    <${StatusLine} />
  `;
}
