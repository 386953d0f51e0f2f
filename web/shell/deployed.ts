// Which systems are there: a deployment may have only some (cdk -c systems=links,jobs), and its page says which.
import type { Station, System } from './system.ts';

/** The systems without the stations whose service is not deployed; one that has none left is left out. */
export const deployedOf = (systems: readonly System[], services: ReadonlySet<string>): System[] =>
  systems.flatMap((system) => {
    const [first, ...more] = system.stations.filter(({ service }) => service === undefined || services.has(service));
    return first === undefined ? [] : [{ ...system, stations: [first, ...more] satisfies [Station, ...Station[]] }];
  });

/** The services that publishing (cli/deploy/console.ts) writes into the page. */
export const servicesHere = (): Set<string> =>
  new Set(document.querySelector<HTMLMetaElement>('meta[name=services]')?.content.split(' '));
