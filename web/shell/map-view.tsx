// The map of the systems: one line per group, with its systems as the stations.
import type { VNode } from 'preact';
import { Heading } from '../kit/heading.tsx';
import { ArchitectureButton, WholeArchitecture } from './architecture.tsx';
import { byGroup, type Station, type System } from './system.ts';

/** Columns of the widest map; map.css has a width for each number up to it. */
const COLUMNS = 4;

function Stop({ station: { name, design, behind, service, href } }: { station: Station }): VNode {
  return (
    <li class={href ? 'station live' : 'station'}>
      <h3>{href ? <a href={href}>{name}</a> : name}</h3>
      <p>{design}</p>
      {behind && <p class="hint">{behind}</p>}
      <p class={href ? 'badge' : 'hint'}>{href ? 'Live' : 'Planned'}</p>
      {behind && service && <ArchitectureButton name={name} service={service} behind={behind} />}
    </li>
  );
}

export function MapView({ systems }: { systems: readonly System[] }): VNode {
  return (
    <>
      <Heading>The classic systems, running</Heading>
      <p class="lead">
        One serverless application, built system by system. Use the live systems here; the others are planned.
      </p>
      <ul class="map" aria-label="Systems">
        {byGroup(systems).map(({ group, systems: ofGroup }) => (
          <li key={group} class={`wide-${Math.min(COLUMNS, ofGroup.flatMap(({ stations }) => stations).length)}`}>
            <h2>{group}</h2>
            <ul class="line">
              {ofGroup.flatMap(({ stations }) =>
                stations.map((station) => <Stop key={station.name} station={station} />),
              )}
            </ul>
          </li>
        ))}
      </ul>
      <WholeArchitecture />
    </>
  );
}
