// Search as you type: a field, its results, and the arrow keys to move between them.
import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import type { SearchHit } from '../../../lambdas/search/contract.ts';
import { FailureAlert } from '../../kit/action.tsx';
import { addressOf } from '../../kit/address.ts';
import { Heading } from '../../kit/heading.tsx';
import { SearchField } from '../../kit/search-field.tsx';
import { askedFor, hasWord } from './asked.ts';
import { Marked } from './marked.tsx';
import { useSearch } from './results.ts';

const examples = ['saga', '"transactional outbox"', 'breaker OR bulkhead', 'stock -orders', 'idempot*'];
const searchAddress = (q: string): string => addressOf('#/search', { q });

function Hit({ hit: { documentId, url, title, snippet } }: { hit: SearchHit }): VNode {
  return (
    <li class="hit">
      <h2>
        <a href={url ?? `#/search/${documentId}`}>
          <Marked excerpt={title} />
        </a>
      </h2>
      <p class="hint">{url ?? documentId}</p>
      {snippet && (
        <p>
          <Marked excerpt={snippet} />
        </p>
      )}
    </li>
  );
}

function Examples(): VNode {
  return (
    <div class="empty">
      <p>Search the project’s documents, the shop’s products and public media. Try:</p>
      <ul class="chips">
        {examples.map((q) => (
          <li>
            <a class="chip" href={searchAddress(q)}>
              {q}
            </a>
          </li>
        ))}
      </ul>
      <p class="hint">
        All words must match. Use OR between alternatives, “quotation marks” for a phrase, -word to exclude a word, and
        begin* for a prefix. Accents do not matter; an emoji is a word.
      </p>
    </div>
  );
}

export function SearchView({ q: query = '' }: { q?: string }): VNode {
  const q = hasWord(query) ? askedFor(query) : undefined;
  const { results, busy, failure, again, more } = useSearch(q);
  const view = useRef<HTMLDivElement>(null);

  const move = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const stops = [...(view.current?.querySelectorAll<HTMLElement>('input, .hit a, .more button') ?? [])];
    const at = stops.indexOf(document.activeElement as HTMLElement);
    if (step === undefined || at === -1) return;
    event.preventDefault();
    stops[at + step]?.focus();
  };

  const count = results && `${results.total} ${results.total === 1 ? 'document' : 'documents'}`;
  const nothing = results?.total === 0 && !busy && !failure;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the arrow keys go between what is in it.
    <div ref={view} onKeyDown={move}>
      <div class="page-head">
        <Heading>Search</Heading>
        <SearchField label="Search everything" value={query} addressFor={searchAddress} />
      </div>
      <p class="hint" role="status">
        {busy ? 'Searching…' : count}
      </p>
      {failure && (
        <div>
          <FailureAlert failure={failure} />
          <button type="button" onClick={again}>
            Try again
          </button>
        </div>
      )}
      {q === undefined && <Examples />}
      {nothing && (
        <div class="empty">
          <p>Nothing matches “{query}”.</p>
          <p class="hint">Remove a word, or put OR between words.</p>
        </div>
      )}
      {!failure && results && results.items.length > 0 && (
        <ol class="hits" aria-label="Results" aria-busy={busy}>
          {results.items.map((hit) => (
            <Hit key={hit.documentId} hit={hit} />
          ))}
        </ol>
      )}
      {!failure && results?.cursor && (
        <p class="more">
          <button type="button" aria-disabled={busy} onClick={more}>
            Load more
          </button>
        </p>
      )}
    </div>
  );
}
