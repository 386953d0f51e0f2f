// The map of the systems: a list whose stations are joined by a line.
import type { VNode } from 'preact';
import { Heading } from '../kit/heading.tsx';
import { systems } from './systems.ts';

export function HomeView(): VNode {
  return (
    <>
      <Heading>The classic systems, running</Heading>
      <p class="lead">
        One serverless application, built system by system. What is live can be used here; the rest of the map comes
        next.
      </p>
      <ul class="map" aria-label="Systems">
        {systems.map(({ name, what, href }) => (
          <li class={href ? 'station live' : 'station'}>
            <h2>{href ? <a href={href}>{name}</a> : name}</h2>
            <p>{what}</p>
            <p class={href ? 'badge' : 'hint'}>{href ? 'Live' : 'To come'}</p>
          </li>
        ))}
      </ul>
    </>
  );
}
