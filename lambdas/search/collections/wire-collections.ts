// Where collections are kept: in OpenSearch when the stack has bound a domain, else in the index of this service.
import { optionalEnv } from '../../shared/base/env.ts';
import { openSearchCollections } from '../opensearch/opensearch-store.ts';
import { bindings } from '../resources.ts';
import type { Collections } from './collections.ts';
import { segmentCollections } from './keep-segments.ts';

export const collections = (): Collections =>
  optionalEnv(bindings.openSearch) === undefined ? segmentCollections : openSearchCollections;
