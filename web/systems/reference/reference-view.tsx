// The API reference, rendered from the document that the API itself serves.
import type { VNode } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useAction } from '../../kit/action.tsx';
import { Heading } from '../../kit/heading.tsx';
import { Pending } from '../../kit/pending.tsx';
import { send } from '../../shell/account.ts';
import { FieldList, Words } from './field-list.tsx';
import { matching, type Reference, readReference, type Service } from './openapi.ts';
import { anchorOf, MethodAndPath, OperationCard } from './operation-card.tsx';

const refusals = 'refusals';
/** Wide enough for the contents beside the operations; above them they would be in the way. */
const isWide = (): boolean => matchMedia('(min-width: 52rem)').matches;
const count = (services: readonly Service[]): number =>
  services.reduce((sum, { operations }) => sum + operations.length, 0);

function Contents({ services, wanted }: { services: readonly Service[]; wanted: string | undefined }): VNode {
  const here = (id: string) => (id === wanted ? 'true' : undefined);
  return (
    <nav aria-label="Contents">
      {services.map(({ name, operations }) => (
        <section key={name}>
          <p id={`contents-${name}`}>{name}</p>
          <ul aria-labelledby={`contents-${name}`}>
            {operations.map((operation) => (
              <li key={operation.id}>
                <a href={`#${anchorOf(operation.id)}`} aria-current={here(operation.id)}>
                  <MethodAndPath operation={operation} />
                </a>
              </li>
            ))}
          </ul>
        </section>
      ))}
      <p id="contents-all">all</p>
      <ul aria-labelledby="contents-all">
        <li>
          <a href={`#${anchorOf(refusals)}`} aria-current={here(refusals)}>
            Format of errors
          </a>
        </li>
      </ul>
    </nav>
  );
}

function ReferencePage({ reference, wanted }: { reference: Reference; wanted: string | undefined }): VNode {
  const [filter, setFilter] = useState('');
  const services = useMemo(() => matching(reference.services, filter), [reference, filter]);
  const known = reference.services.some(({ operations }) => operations.some(({ id }) => id === wanted));
  const reached = useRef<string | undefined>(undefined);
  useLayoutEffect(() => {
    if (wanted === reached.current) return;
    // The browser itself jumps only to an element that existed when the address changed.
    const place = document.getElementById(anchorOf(wanted ?? ''));
    // The filter hides the operation; clear it, and the next render reaches it.
    if (!place && filter) return setFilter('');
    place?.scrollIntoView();
    place?.querySelector('h3')?.focus({ preventScroll: true });
    reached.current = wanted;
  }, [wanted, services]);
  const total = count(reference.services);
  const found = count(services);
  return (
    <>
      {wanted !== undefined && wanted !== refusals && !known && (
        <p class="empty" role="alert">
          There is no operation {wanted}. The list below has all operations.
        </p>
      )}
      <div class="reference">
        <div class="contents">
          <div class="field">
            <label for="filter">Filter</label>
            <input
              id="filter"
              type="search"
              placeholder="path, field or code"
              autocomplete="off"
              autocapitalize="none"
              spellcheck={false}
              value={filter}
              onInput={(event: InputEvent) => setFilter((event.currentTarget as HTMLInputElement).value)}
            />
            <p class="hint" aria-live="polite">
              {found === total ? `${total} operations` : `${found} of ${total} operations`}
            </p>
          </div>
          <details open={isWide()}>
            <summary>Contents</summary>
            <Contents services={services} wanted={wanted} />
          </details>
        </div>
        <div class="operations">
          {services.map(({ name, operations }) => (
            <section key={name} aria-labelledby={`service-${name}`}>
              <h2 id={`service-${name}`}>{name}</h2>
              {operations.map((operation) => (
                <OperationCard key={operation.id} operation={operation} />
              ))}
            </section>
          ))}
          {found === 0 && <p class="empty">No operation matches all these words.</p>}
          <section class="card operation" id={anchorOf(refusals)}>
            <h3 tabindex={-1}>Format of errors</h3>
            <p>
              <Words text={reference.text} />
            </p>
            <FieldList fields={reference.refusal?.fields ?? []} />
          </section>
        </div>
      </div>
    </>
  );
}

export function ReferenceView({ operation }: { operation?: string }): VNode {
  const [reference, setReference] = useState<Reference>();
  const action = useAction();
  const load = (): Promise<void> =>
    action.run(async () =>
      setReference(readReference(await send<unknown>('GET', '/api/openapi.json', { auth: 'none' }))),
    );
  useEffect(() => void load(), []);
  return (
    <>
      <Heading>API</Heading>
      <p class="lead">
        Every operation, from the API’s <a href="/api/openapi.json">OpenAPI document</a>.{' '}
        {reference?.signIn && `Sign-in: ${reference.signIn}`}
      </p>
      {!reference && (
        <Pending
          action={action}
          again={load}
          lost="The OpenAPI document could not be loaded, so there is nothing to show here."
        />
      )}
      {reference && reference.services.length === 0 && <p class="empty">The document lists no operations.</p>}
      {reference && reference.services.length > 0 && <ReferencePage reference={reference} wanted={operation} />}
    </>
  );
}
