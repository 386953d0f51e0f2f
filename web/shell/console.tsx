// The console's entry: renders the app with the systems that the build finds.
import { render } from 'preact';
import { systems } from 'systems';
import { App } from './app.tsx';

render(<App systems={systems} />, document.body);
