// The console's entry: puts the app into the page.
import { render } from 'preact';
import { App } from './app.tsx';

render(<App />, document.body);
