// A collection of entries that a system keeps in the search service, and finds again.
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { type EventType, searchBindings } from '../../lambdas/shared/base/contract.ts';
import type { Platform } from '../platform.ts';
import { invoke, type NamedBinding } from './binding.ts';
import { EventConsumer } from './event-consumer.ts';
import { ServiceFunction } from './service-function.ts';

/** Tasks of the search service. */
export interface SearchTasks {
  readonly findEntries: IFunction;
  readonly keepEntries: IFunction;
}
export interface SearchedCollectionProps {
  readonly platform: Platform;
  readonly search: SearchTasks;
  /** The system's own events that change its entries. */
  readonly events: readonly EventType[];
  /** The table that entries are made of. `reading` is for one entry, `scanning` for all. */
  readonly reading: NamedBinding;
  readonly scanning: NamedBinding;
}

/**
 * The system needs two files: index-changes.ts, a worker of its events that keeps entries, and fill-index.ts, a task that
 * fills the collection (both of lambdas/shared/messaging/search-client.ts).
 */
export class SearchedCollection extends Construct {
  readonly #search: SearchTasks;
  readonly #fill: ServiceFunction;

  constructor(
    scope: Construct,
    service: string,
    { platform, search, events, reading, scanning }: SearchedCollectionProps,
  ) {
    super(scope, 'Searched');
    this.#search = search;
    // An index that is slow holds up this queue only. Each batch is a segment and a new manifest, and only one batch at a
    // time can change that, so batches are large and few at once.
    const changes = new EventConsumer(this, `${service}/index-changes`, events, platform, {
      timeoutSeconds: 15,
      batchSize: 100,
      windowSeconds: 1,
      lanes: 2,
    });
    changes.function.bind(reading).bind(searchBindings.keep, invoke(search.keepEntries));
    // Each question to a collection that is not filled calls it; fillings at the same time are right, if wasteful.
    const { alarmTopic } = platform;
    this.#fill = new ServiceFunction(this, `${service}/fill-index`, { alarmTopic, timeoutSeconds: 300 })
      .bind(scanning)
      .bind(searchBindings.keep, invoke(search.keepEntries));
  }

  /** Lets a function find entries. */
  bindTo(asker: ServiceFunction): void {
    asker.bind(searchBindings.find, invoke(this.#search.findEntries)).bind(searchBindings.fill, invoke(this.#fill));
  }
}
