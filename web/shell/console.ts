// The console's entry: puts the app into the page.
import { html, render } from 'htm/preact';
import { App } from './app.ts';

render(html`<${App} />`, document.body);
