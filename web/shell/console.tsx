// The console's entry: puts the app into the page, with the systems that the build finds.
import { render } from 'preact';
import { systems } from 'systems';
import { App } from './app.tsx';

render(<App systems={systems} />, document.body);
