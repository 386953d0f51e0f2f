// The view for an address that no page has.
import type { VNode } from 'preact';
import { Heading } from '../kit/heading.tsx';
import type { System } from './system.ts';

interface NowhereViewProps {
  readonly hash: string;
  readonly systems: readonly System[];
}

/** The station whose address this address starts with. */
const nearest = (hash: string, systems: readonly System[]) =>
  systems.flatMap(({ stations }) => stations).find(({ href }) => href && `${hash}/`.startsWith(`${href}/`));

export function NowhereView({ hash, systems }: NowhereViewProps): VNode {
  const near = nearest(hash, systems);
  return (
    <>
      <Heading title="No such page">No such page</Heading>
      <p class="lead">
        There is no page at <code>{hash}</code>.
      </p>
      <p class="actions">
        {near && (
          <a class="button" href={near.href}>
            {near.name}
          </a>
        )}
        <a class="button" href="#/">
          Map of the systems
        </a>
      </p>
    </>
  );
}
