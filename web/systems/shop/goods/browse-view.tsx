// All products: by shelf or by name, newest first.
import type { VNode } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { ProductSummary } from '../../../../lambdas/catalog/contract.ts';
import { addressOf } from '../../../kit/address.ts';
import { Heading } from '../../../kit/heading.tsx';
import { Paged, usePages } from '../../../kit/pages.tsx';
import { SearchField } from '../../../kit/search-field.tsx';
import { listProducts, type ProductFilter } from '../api.ts';
import { shelfName, shelves } from './categories.ts';
import { ProductCard } from './product-card.tsx';

function Products({
  filter,
  onShelves,
}: {
  filter: ProductFilter;
  onShelves: (seen: readonly string[]) => void;
}): VNode {
  const pages = usePages(
    (cursor) => listProducts(filter, cursor),
    ({ productId }: ProductSummary) => productId,
  );
  const { items, loaded, more } = pages;
  useEffect(() => onShelves(items.map(({ category }) => category)), [items]);
  const count = more
    ? `${items.length} shown, more below`
    : `${items.length} ${items.length === 1 ? 'product' : 'products'}`;
  const nothing = filter.query ? (
    <>
      <p>No product matches “{filter.query}”.</p>
      <p>New names are searchable within seconds.</p>
      <p>
        <a href="#/shop">Show all products</a>
      </p>
    </>
  ) : (
    <p>This category is empty.</p>
  );
  return (
    <>
      <p class="hint" role="status">
        {loaded && count}
      </p>
      <Paged pages={pages} empty={nothing}>
        <ul class="products" ref={pages.list} aria-label="Products">
          {items.map((product) => (
            <ProductCard key={product.productId} product={product} />
          ))}
        </ul>
      </Paged>
    </>
  );
}

export function BrowseView({ category, query }: ProductFilter): VNode {
  const [seen, setSeen] = useState<readonly string[]>([]);
  const all = useMemo(() => [...new Set([...shelves, ...seen, ...(category ? [category] : [])])], [seen, category]);
  const note = (more: readonly string[]): void =>
    setSeen((known) => (more.every((one) => known.includes(one)) ? known : [...new Set([...known, ...more])].sort()));
  const chip = (name: string, of: string | undefined) => (
    <li>
      <a
        class="chip"
        href={addressOf('#/shop', { category: of, query })}
        aria-current={of === category ? 'true' : undefined}
      >
        {name}
      </a>
    </li>
  );
  return (
    <>
      <div class="page-head">
        <Heading>{category ? shelfName(category) : 'The shop'}</Heading>
        <SearchField
          label="Search the shop"
          value={query ?? ''}
          addressFor={(words: string) => addressOf('#/shop', { category, query: words })}
        />
      </div>
      <ul class="chips" aria-label="Categories">
        {chip('All', undefined)}
        {all.map((one) => chip(shelfName(one), one))}
      </ul>
      <Products key={`${category}?${query}`} filter={{ category, query }} onShelves={note} />
    </>
  );
}
