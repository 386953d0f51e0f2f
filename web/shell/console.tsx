// The console's entry: renders the app with the systems that the build finds and the deployment has.
import { render } from 'preact';
import { systems } from 'systems';
import { App } from './app.tsx';
import { deployedOf, servicesHere } from './deployed.ts';

render(<App systems={deployedOf(systems, servicesHere())} />, document.body);
