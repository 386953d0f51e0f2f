// Every loader. lists.test.ts finds the lists without one.
import { audience } from './audience.ts';
import { bank, payments } from './bank.ts';
import { cart } from './cart.ts';
import { catalog } from './catalog.ts';
import { jobs } from './jobs.ts';
import { links } from './links.ts';
import type { Loader } from './loader.ts';
import { media } from './media.ts';
import { notifications } from './notifications.ts';
import { orders } from './orders.ts';
import { search } from './search.ts';
import { webhooks } from './webhooks.ts';

export const loaders: readonly Loader[] = [
  audience,
  bank,
  cart,
  catalog,
  jobs,
  links,
  media,
  notifications,
  orders,
  payments,
  search,
  webhooks,
];
