// The menu of all systems by group: side by side where there is room, under one button on a phone.
import type { VNode } from 'preact';
import { useEffect, useId, useState } from 'preact/hooks';
import { Disclosure } from '../kit/disclosure.tsx';
import { byGroup, type Grouped, isLive, type System } from './system.ts';

/** On narrower screens the groups do not fit in one row. */
const ROOM = '(min-width: 52rem)';

function useRoom(): boolean {
  const [room, setRoom] = useState(() => matchMedia(ROOM).matches);
  useEffect(() => {
    const query = matchMedia(ROOM);
    const follow = (): void => setRoom(query.matches);
    query.addEventListener('change', follow);
    return () => query.removeEventListener('change', follow);
  }, []);
  return room;
}

interface Here {
  readonly here: System | undefined;
}

function Way({ system, here }: Here & { system: System }): VNode {
  return (
    <a href={system.stations[0].href} aria-current={system === here ? 'page' : undefined}>
      {system.title}
    </a>
  );
}

function Ways({ systems, here, labelledBy }: Here & Pick<Grouped, 'systems'> & { labelledBy?: string }): VNode {
  return (
    <ul aria-labelledby={labelledBy}>
      {systems.map((system) => (
        <li key={system.title}>
          <Way system={system} here={here} />
        </li>
      ))}
    </ul>
  );
}

function Section({ group, systems, here }: Here & Grouped): VNode {
  const id = useId();
  return (
    <div>
      <p class="hint" id={id}>
        {group}
      </p>
      <Ways systems={systems} here={here} labelledBy={id} />
    </div>
  );
}

interface MenuProps extends Here {
  readonly systems: readonly System[];
  readonly onMap: boolean;
}

export function Menu({ systems, here, onMap }: MenuProps): VNode {
  const grouped = byGroup(systems.filter(isLive));
  const room = useRoom();
  return (
    <nav aria-label="Main">
      <a href="#/" aria-current={onMap ? 'page' : undefined}>
        Systems
      </a>
      {room &&
        grouped.map((one) => {
          const [first, second] = one.systems;
          if (first && !second) return <Way key={one.group} system={first} here={here} />;
          return (
            <Disclosure key={one.group} name={one.group} isHere={here?.group === one.group}>
              <Ways systems={one.systems} here={here} />
            </Disclosure>
          );
        })}
      {!room && (
        <Disclosure name="Menu" isHere={false}>
          {grouped.map((one) => (
            <Section key={one.group} {...one} here={here} />
          ))}
        </Disclosure>
      )}
    </nav>
  );
}
